/** Deviations above the mean of all passages from which on a passage is called close in meaning. */
export const closeDeviations = 5
