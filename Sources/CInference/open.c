#include "CInference.h"

#include <dlfcn.h>

// The names, in the order of the structs.
static const char *const litert_names[] = {
    "LiteRtCreateEnvironment",
    "LiteRtDestroyEnvironment",
    "LiteRtCreateModelFromBuffer",
    "LiteRtDestroyModel",
    "LiteRtCreateOptions",
    "LiteRtDestroyOptions",
    "LiteRtSetOptionsHardwareAccelerators",
    "LiteRtAddCustomOpKernelOption",
    "LiteRtCreateCompiledModel",
    "LiteRtDestroyCompiledModel",
    "LiteRtGetModelSignature",
    "LiteRtGetNumSignatureInputs",
    "LiteRtGetNumSignatureOutputs",
    "LiteRtGetSignatureInputTensorByIndex",
    "LiteRtGetSignatureOutputTensorByIndex",
    "LiteRtGetRankedTensorType",
    "LiteRtGetCompiledModelInputBufferRequirements",
    "LiteRtGetCompiledModelOutputBufferRequirements",
    "LiteRtCreateManagedTensorBufferFromRequirements",
    "LiteRtDestroyTensorBuffer",
    "LiteRtGetTensorBufferTensorType",
    "LiteRtLockTensorBuffer",
    "LiteRtUnlockTensorBuffer",
    "LiteRtRunCompiledModel",
};
static const char *const hama_names[] = {
    "hama_asr_load",
    "hama_asr_free",
    "hama_asr_num_frames",
    "hama_asr_run",
};

static const char *const pronouncer_names[] = {
    "hama_encoder_load",
    "hama_encoder_free",
    "hama_encoder_run",
    "hama_decoder_load",
    "hama_decoder_free",
    "hama_decoder_step",
};

_Static_assert(sizeof(AuroraLiteRT) == sizeof(litert_names), "a name for each function");
_Static_assert(sizeof(AuroraHama) == sizeof(hama_names), "a name for each function");
_Static_assert(sizeof(AuroraPronouncer) == sizeof(pronouncer_names), "a name for each function");
_Static_assert(sizeof(AuroraLayout) == 68, "the library's layout");
_Static_assert(sizeof(AuroraEnvironmentOption) == 24, "the library's option");

static const char *open_library(const char *path, const char *const *names, size_t bytes, void **functions) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) return dlerror();
    for (size_t index = 0; index < bytes / sizeof(void *); index++) {
        functions[index] = dlsym(library, names[index]);
        if (!functions[index]) return dlerror();
    }
    return NULL;
}

const char *aurora_litert_open(const char *path, AuroraLiteRT *functions) {
    return open_library(path, litert_names, sizeof(litert_names), (void **)functions);
}

const char *aurora_hama_open(const char *path, AuroraHama *functions) {
    return open_library(path, hama_names, sizeof(hama_names), (void **)functions);
}

const char *aurora_pronouncer_open(const char *path, AuroraPronouncer *functions) {
    return open_library(path, pronouncer_names, sizeof(pronouncer_names), (void **)functions);
}
