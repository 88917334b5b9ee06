// RenderFace
