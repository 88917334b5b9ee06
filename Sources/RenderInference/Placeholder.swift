// RenderInference
