"""A real sentence-transformers model of a few kilobytes: random weights, a small vocabulary."""

from __future__ import annotations

import string
from pathlib import Path

WINDOW = 48
DIMENSION = 16


def write_tiny_model(folder: Path, *, prompts: dict[str, str] | None = None) -> Path:
    """Writes the model into `folder`, as it would lie after a download; returns `folder`."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from transformers import BertConfig, BertModel, BertTokenizerFast

    parts = folder.parent / f"{folder.name}.parts"
    parts.mkdir(parents=True)
    letters = string.ascii_lowercase + string.digits + "éèàç':.,?!€-"
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{c}" for c in letters)]
    (parts / "vocab.txt").write_text("\n".join(pieces), "utf-8")
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=DIMENSION, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=WINDOW,
    )  # fmt: skip
    BertModel(config).half().save_pretrained(parts)  # as many are published
    BertTokenizerFast(str(parts / "vocab.txt"), strip_accents=False).save_pretrained(parts)
    transformer = modules.Transformer(str(parts), max_seq_length=WINDOW)
    model = SentenceTransformer(
        modules=[transformer, modules.Pooling(DIMENSION)], prompts=prompts, device="cpu"
    )
    model.save(str(folder))
    return folder
