#include "CInference.h"

#include <dlfcn.h>
#include <stdlib.h>

// Where the functions are in the library's table. Its order is fixed: a later version only adds to the end.
enum {
    GET_ERROR_MESSAGE = 2,
    CREATE_ENVIRONMENT = 3,
    DISABLE_TELEMETRY = 6,
    CREATE_SESSION_FROM_ARRAY = 8,
    RUN = 9,
    CREATE_SESSION_OPTIONS = 10,
    SET_LOG_SEVERITY = 22,
    SET_INTRA_OPERATION_THREADS = 24,
    SET_INTER_OPERATION_THREADS = 25,
    CREATE_TENSOR_WITH_DATA = 49,
    GET_TENSOR_DATA = 51,
    GET_TENSOR_SHAPE = 65,
    GET_SHAPE_ELEMENT_COUNT = 64,
    CREATE_PROCESSOR_MEMORY = 69,
    RELEASE_ENVIRONMENT = 92,
    RELEASE_STATUS = 93,
    RELEASE_MEMORY = 94,
    RELEASE_SESSION = 95,
    RELEASE_VALUE = 96,
    RELEASE_SHAPE = 99,
    RELEASE_SESSION_OPTIONS = 100,
};

// OrtApiBase.
typedef struct {
    void *const *_Nullable (*_Nonnull get_api)(uint32_t version);
    const char *_Nonnull (*_Nonnull get_version)(void);
} Base;

const char *aurora_onnx_open(const char *path, AuroraONNX *functions) {
    // The library tells its makers of its use unless this is set before it is opened.
    if (setenv("ORT_DISABLE_TELEMETRY", "1", 1) != 0) return "the environment cannot be changed";
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) return dlerror();
    const Base *(*get_base)(void) = (const Base *(*)(void))dlsym(library, "OrtGetApiBase");
    if (!get_base) return dlerror();
    void *const *table = get_base()->get_api(AURORA_ONNX_API);
    if (!table) return "it does not have the interface that is needed";
#define FIND(name, index) (*(void **)&functions->name = table[index])
    FIND(GetErrorMessage, GET_ERROR_MESSAGE);
    FIND(CreateEnvironment, CREATE_ENVIRONMENT);
    FIND(DisableTelemetry, DISABLE_TELEMETRY);
    FIND(CreateSessionFromArray, CREATE_SESSION_FROM_ARRAY);
    FIND(Run, RUN);
    FIND(CreateSessionOptions, CREATE_SESSION_OPTIONS);
    FIND(SetLogSeverity, SET_LOG_SEVERITY);
    FIND(SetIntraOperationThreads, SET_INTRA_OPERATION_THREADS);
    FIND(SetInterOperationThreads, SET_INTER_OPERATION_THREADS);
    FIND(CreateTensorWithData, CREATE_TENSOR_WITH_DATA);
    FIND(GetTensorData, GET_TENSOR_DATA);
    FIND(GetTensorShape, GET_TENSOR_SHAPE);
    FIND(GetShapeElementCount, GET_SHAPE_ELEMENT_COUNT);
    FIND(CreateProcessorMemory, CREATE_PROCESSOR_MEMORY);
    FIND(ReleaseEnvironment, RELEASE_ENVIRONMENT);
    FIND(ReleaseStatus, RELEASE_STATUS);
    FIND(ReleaseMemory, RELEASE_MEMORY);
    FIND(ReleaseSession, RELEASE_SESSION);
    FIND(ReleaseValue, RELEASE_VALUE);
    FIND(ReleaseShape, RELEASE_SHAPE);
    FIND(ReleaseSessionOptions, RELEASE_SESSION_OPTIONS);
#undef FIND
    return NULL;
}
