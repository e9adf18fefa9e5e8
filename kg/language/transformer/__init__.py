"""Tags, trees, sentence starts and names from one pass of a small transformer, run by ONNX Runtime."""
