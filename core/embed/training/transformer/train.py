"""Trains a small transformer on the texts and pairs that write-pairs.ts wrote: first to guess masked words, then to tell pairs apart.

    python3 core/embed/training/transformer/train.py --pairs /tmp/pairs --out /tmp/transformer
    node core/embed/training/transformer/write-model.ts /tmp/transformer /tmp/training/tokenizer.json /tmp/transformer-model

Needs PyTorch 1.13 or later and NumPy; meant for one GPU, runs on a CPU at toy sizes (--layers 2 --width 64 ...). The same command goes on from the last
state. Writes log.jsonl, and at the end weights.f32, weights.json (names, sizes and places in weights.f32) and check.json (texts and their embeddings).
"""

import argparse
import json
import math
import os
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

PAD, MASK = 0, 1  # [UNK] stands for a masked word: it is in no text that was mined


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", required=True)
    parser.add_argument("--out", required=True)
    numbers = dict(layers=6, width=384, heads=6, embedding=128, positions=512, seed=1)
    steps = dict(masked_steps=20000, masked_batch=256, masked_length=128, pair_steps=10000, pair_batch=1024, longest=160, every=500)
    for name, value in {**numbers, **steps}.items():
        parser.add_argument("--" + name.replace("_", "-"), type=int, default=value)
    parser.add_argument("--masked-rate", type=float, default=5e-4)
    parser.add_argument("--pair-rate", type=float, default=2e-4)
    parser.add_argument("--temperature", type=float, default=0.05)
    parser.add_argument("--minutes", type=float, default=math.inf, help="stops after so long; the same command goes on")
    return parser.parse_args()


class Texts:
    """A list of texts: NAME.i32 and NAME.starts.i32."""

    def __init__(self, folder, name):
        self.ids = np.fromfile(os.path.join(folder, name + ".i32"), dtype="<i4")
        self.starts = np.fromfile(os.path.join(folder, name + ".starts.i32"), dtype="<i4")

    def __len__(self):
        return len(self.starts) - 1

    def __getitem__(self, i):
        return self.ids[self.starts[i] : self.starts[i + 1]]

    def padded(self, places, longest, device):
        rows = [self[i][:longest] for i in places]
        ids = np.zeros((len(rows), max(1, max(len(row) for row in rows))), dtype=np.int64)
        for row, text in zip(ids, rows):
            row[: len(text)] = text
        return torch.from_numpy(ids).to(device)


class Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query, self.key, self.value, self.output = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x, bias):
        batch, tokens, width = x.shape
        split = lambda y: y.view(batch, tokens, self.heads, -1).transpose(1, 2)
        h = self.norm1(x)
        query, key, value = split(self.query(h)), split(self.key(h)), split(self.value(h))
        shares = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(width // self.heads) + bias, dim=-1)
        x = x + self.output((shares @ value).transpose(1, 2).reshape(batch, tokens, width))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Encoder(nn.Module):
    """Words of `embedding` dimensions, widened to `width`: a table of the full width would be most of the file."""

    def __init__(self, o, vocabulary):
        super().__init__()
        self.words = nn.Embedding(vocabulary, o.embedding)
        self.widen = nn.Linear(o.embedding, o.width)
        self.positions = nn.Embedding(o.positions, o.width)
        self.layers = nn.ModuleList(Layer(o.width, o.heads) for _ in range(o.layers))
        self.norm = nn.LayerNorm(o.width)
        nn.init.normal_(self.words.weight, std=0.05)
        nn.init.normal_(self.positions.weight, std=0.02)

    def states(self, ids):
        bias = ((ids == PAD).to(torch.float32) * -10000)[:, None, None, :]
        x = self.widen(self.words(ids)) + self.positions.weight[: ids.shape[1]]
        for layer in self.layers:
            x = layer(x, bias)
        return self.norm(x)

    def forward(self, ids):
        mask = (ids != PAD).to(torch.float32)[:, :, None]
        return F.normalize((self.states(ids).float() * mask).sum(1), dim=-1)


def masked_loss(model, guess, texts, o, random, device):
    starts = random.integers(0, len(texts.ids) - o.masked_length, o.masked_batch)
    ids = torch.from_numpy(np.stack([texts.ids[s : s + o.masked_length] for s in starts]).astype(np.int64)).to(device)
    chosen = torch.from_numpy(random.random(tuple(ids.shape)) < 0.15).to(device)
    states = model.states(ids.masked_fill(chosen, MASK))[chosen]
    return F.cross_entropy((guess(states) @ model.words.weight.t()).float(), ids[chosen])


def pair_loss(model, pairs, o, random, device):
    chosen = random.integers(0, len(pairs) // 2, o.pair_batch)
    queries = model(pairs.padded(2 * chosen, o.longest, device))
    passages = model(pairs.padded(2 * chosen + 1, o.longest, device))
    scores = queries @ passages.t() / o.temperature
    own = torch.arange(len(chosen), device=device)
    return (F.cross_entropy(scores, own) + F.cross_entropy(scores.t(), own)) / 2


@torch.no_grad()
def recall(model, o, device):
    """recall@10 of held-out queries, as validation.ts counts it."""
    with open(os.path.join(o.pairs, "about.json")) as file:
        queries = json.load(file)["queries"]
    texts = Texts(o.pairs, "validation")
    sections = torch.from_numpy(np.fromfile(os.path.join(o.pairs, "sections.i32"), dtype="<i4")).to(device)
    vectors = torch.cat([model(texts.padded(range(i, min(i + 128, len(texts))), o.longest, device)) for i in range(0, len(texts), 128)])
    asked, own, pool = vectors[:queries], vectors[queries : 2 * queries], vectors[2 * queries :]
    better = (asked @ pool.t() > (asked * own).sum(1, keepdim=True)) & (sections[None, 2 * queries :] != sections[:queries, None])
    return (better.sum(1) < 10).float().mean().item()


def write_model(model, o, vocabulary, device):
    tensors, at = [], 0
    with open(os.path.join(o.out, "weights.f32"), "wb") as file:
        for name, value in model.state_dict().items():
            data = value.detach().cpu().float().numpy().astype("<f4")
            file.write(data.tobytes())
            tensors.append({"name": name, "dims": list(data.shape), "offset": at})
            at += data.size
    shape = {name: getattr(o, name) for name in ("layers", "width", "heads", "embedding", "positions")}
    texts = Texts(o.pairs, "validation")
    with torch.no_grad():
        chosen = [texts[i][: o.longest].tolist() for i in range(0, len(texts), max(1, len(texts) // 50))]
        vectors = [model(torch.tensor([ids], device=device))[0].cpu().tolist() for ids in chosen]
    for name, content in (("weights.json", {"shape": {**shape, "vocabulary": vocabulary}, "tensors": tensors}), ("check.json", {"ids": chosen, "embeddings": vectors})):
        with open(os.path.join(o.out, name), "w") as file:
            json.dump(content, file)


def main():
    o = options()
    os.makedirs(o.out, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    with open(os.path.join(o.pairs, "about.json")) as file:
        vocabulary = json.load(file)["vocabulary"]
    torch.manual_seed(o.seed)
    model, guess = Encoder(o, vocabulary).to(device), nn.Linear(o.width, o.embedding).to(device)
    weights = [*model.parameters(), *guess.parameters()]
    optimizer = torch.optim.AdamW(weights, lr=1.0, betas=(0.9, 0.98), weight_decay=0.01)
    total, state = o.masked_steps + o.pair_steps, os.path.join(o.out, "state.pt")
    step = 0
    if os.path.exists(state):
        saved = torch.load(state, map_location=device)
        model.load_state_dict(saved["model"]), guess.load_state_dict(saved["guess"]), optimizer.load_state_dict(saved["optimizer"])
        step = saved["step"]
    texts, pairs, began = Texts(o.pairs, "texts"), Texts(o.pairs, "pairs"), time.time()
    while step < total and time.time() - began < o.minutes * 60:
        random = np.random.default_rng([o.seed, step])  # each step draws its own: a run that is resumed draws the same
        masked = step < o.masked_steps
        place, steps, rate = (step, o.masked_steps, o.masked_rate) if masked else (step - o.masked_steps, o.pair_steps, o.pair_rate)
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, (place + 1) / (steps / 20)) * (1 - place / steps)
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
            loss = masked_loss(model, guess, texts, o, random, device) if masked else pair_loss(model, pairs, o, random, device)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        step += 1
        if step % o.every == 0 or step == total:
            line = {"step": step, "phase": "masked" if masked else "pairs", "loss": loss.item(), "recall10": recall(model, o, device), "seconds": time.time() - began}
            with open(os.path.join(o.out, "log.jsonl"), "a") as file:
                file.write(json.dumps(line) + "\n")
            print(line, flush=True)
            torch.save({"step": step, "model": model.state_dict(), "guess": guess.state_dict(), "optimizer": optimizer.state_dict()}, state + ".part")
            os.replace(state + ".part", state)
    if step == total:
        write_model(model, o, vocabulary, device)


main()
