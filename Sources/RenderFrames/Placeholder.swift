// RenderFrames
