// RenderSpeech
