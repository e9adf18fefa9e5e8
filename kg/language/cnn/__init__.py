"""spaCy's CNN pipelines (tagger, morphologizer, parser, ner) run by ONNX Runtime: the same weights, half the time."""
