// RenderCodec
