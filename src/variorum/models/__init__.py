"""Floor 3: what the house infers with. spaCy, onnxruntime and tokenizers stay here."""
