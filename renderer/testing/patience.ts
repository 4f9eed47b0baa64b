import { configure } from '@testing-library/react'

// What is waited for comes, or never does: a machine that does much else may take many times the second that is usual here.
configure({ asyncUtilTimeout: 60_000 })
