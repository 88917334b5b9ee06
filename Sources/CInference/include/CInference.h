// placeholder: declarations of the inference libraries' C interfaces
#ifndef C_INFERENCE_H
#define C_INFERENCE_H
#endif
