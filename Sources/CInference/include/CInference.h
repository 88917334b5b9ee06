// The C interfaces of the inference libraries, written down by hand: their wheels carry no headers. Only what is
// used is here. Functions are found by name when a library is opened, so that the renderer starts without them.
#ifndef C_INFERENCE_H
#define C_INFERENCE_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Gives the system back what the C library keeps of memory that was freed, in all of its arenas.
void aurora_give_back_memory(void);

// A status of LiteRT: 0 is success.
typedef int AuroraStatus;
// One of LiteRT's objects.
typedef void *AuroraObject;

// LiteRtLayout: 68 bytes. A tensor's shape; strides are not used.
typedef struct {
    unsigned int rank : 7;
    unsigned int has_strides : 1;
    int32_t dimensions[8];
    uint32_t strides[8];
} AuroraLayout;

static inline int aurora_layout_rank(const AuroraLayout *layout) { return (int)layout->rank; }
static inline int32_t aurora_layout_dimension(const AuroraLayout *layout, int index) {
    return layout->dimensions[index];
}
static inline AuroraLayout aurora_layout_make(int rank, int32_t a, int32_t b, int32_t c, int32_t d) {
    AuroraLayout layout = {.rank = (unsigned)rank, .dimensions = {a, b, c, d}};
    return layout;
}

// LiteRtRankedTensorType. Element type 1 is a 32-bit float.
typedef struct {
    int element_type;
    AuroraLayout layout;
} AuroraTensorType;

// LiteRtEnvOption with a whole number as its value (a LiteRtAny of type 2).
typedef struct {
    int tag;
    struct {
        int type;
        int64_t integer;
    } value;
} AuroraEnvironmentOption;

// LiteRtEnvOptionTag: which accelerators are looked for, and how much is written to standard error.
enum { AURORA_OPTION_ACCELERATORS = 24, AURORA_OPTION_LOG_SEVERITY = 25 };
// LiteRtHwAccelerators, LiteRtAnyType, LiteRtLogSeverity, LiteRtTensorBufferLockMode, LiteRtElementType.
enum { AURORA_ACCELERATOR_CPU = 1, AURORA_ANY_INTEGER = 2, AURORA_LOG_ERROR = 3 };
enum { AURORA_LOCK_READ = 0, AURORA_LOCK_WRITE = 1, AURORA_ELEMENT_FLOAT = 1 };

// LiteRtCustomOpKernel: an operation of a model that the program brings itself.
typedef struct {
    AuroraStatus (*initialize)(void *_Nullable user, const void *_Nullable options, size_t count);
    AuroraStatus (*output_layouts)(
        void *_Nullable user, size_t inputs, const AuroraLayout *input, size_t outputs, AuroraLayout *output);
    AuroraStatus (*run)(
        void *_Nullable user, size_t inputs, const AuroraObject _Nonnull *_Nonnull input, size_t outputs,
        AuroraObject _Nonnull *_Nonnull output);
    AuroraStatus (*destroy)(void *_Nullable user);
} AuroraCustomKernel;

typedef AuroraObject _Nullable *_Nonnull AuroraResult;

// LiteRT's functions. A name here with "LiteRt" before it, in this order, is a symbol of the library.
typedef struct {
    AuroraStatus (*CreateEnvironment)(int count, const AuroraEnvironmentOption *options, AuroraResult result);
    void (*DestroyEnvironment)(AuroraObject environment);
    // The bytes are not copied: they must live as long as the model.
    AuroraStatus (*CreateModelFromBuffer)(
        AuroraObject environment, const void *bytes, size_t count, AuroraResult result);
    void (*DestroyModel)(AuroraObject model);
    AuroraStatus (*CreateOptions)(AuroraResult result);
    void (*DestroyOptions)(AuroraObject options);
    AuroraStatus (*SetOptionsHardwareAccelerators)(AuroraObject options, int accelerators);
    // The kernel must live as long as the options.
    AuroraStatus (*AddCustomOpKernelOption)(
        AuroraObject options, const char *name, int version, const AuroraCustomKernel *kernel, void *_Nullable user);
    AuroraStatus (*CreateCompiledModel)(
        AuroraObject environment, AuroraObject model, AuroraObject options, AuroraResult result);
    void (*DestroyCompiledModel)(AuroraObject compiled);
    AuroraStatus (*GetModelSignature)(AuroraObject model, size_t index, AuroraResult result);
    AuroraStatus (*GetNumSignatureInputs)(AuroraObject signature, size_t *count);
    AuroraStatus (*GetNumSignatureOutputs)(AuroraObject signature, size_t *count);
    AuroraStatus (*GetSignatureInputTensorByIndex)(AuroraObject signature, size_t index, AuroraResult result);
    AuroraStatus (*GetSignatureOutputTensorByIndex)(AuroraObject signature, size_t index, AuroraResult result);
    AuroraStatus (*GetRankedTensorType)(AuroraObject tensor, AuroraTensorType *type);
    AuroraStatus (*GetCompiledModelInputBufferRequirements)(
        AuroraObject compiled, size_t signature, size_t index, AuroraResult result);
    AuroraStatus (*GetCompiledModelOutputBufferRequirements)(
        AuroraObject compiled, size_t signature, size_t index, AuroraResult result);
    AuroraStatus (*CreateManagedTensorBufferFromRequirements)(
        AuroraObject environment, const AuroraTensorType *type, AuroraObject requirements, AuroraResult result);
    void (*DestroyTensorBuffer)(AuroraObject buffer);
    AuroraStatus (*GetTensorBufferTensorType)(AuroraObject buffer, AuroraTensorType *type);
    AuroraStatus (*LockTensorBuffer)(AuroraObject buffer, void *_Nullable *_Nonnull address, int mode);
    AuroraStatus (*UnlockTensorBuffer)(AuroraObject buffer);
    AuroraStatus (*RunCompiledModel)(
        AuroraObject compiled, size_t signature, size_t inputs, const AuroraObject _Nonnull *_Nonnull input,
        size_t outputs, const AuroraObject _Nonnull *_Nonnull output);
} AuroraLiteRT;

// hama's functions. A name here with "hama_asr_" before it, in this order, is a symbol of the library.
typedef struct {
    AuroraObject _Nullable (*_Nonnull load)(const void *bytes, size_t count);
    void (*free)(AuroraObject model);
    // Frames for so many samples at 16 kHz.
    int64_t (*num_frames)(int64_t samples);
    // Writes frames * symbols log-probabilities and the number of frames; negative on failure.
    int64_t (*run)(
        AuroraObject model, const float *samples, int64_t count, float *log_probabilities, int64_t *frames);
} AuroraHama;

// hama's functions that tell how a word is spoken. A name here with "hama_" before it, in this order, is a symbol of the
// library. Both run functions give 0 on success.
typedef struct {
    AuroraObject _Nullable (*_Nonnull encoder_load)(const void *bytes, size_t count);
    void (*encoder_free)(AuroraObject encoder);
    // Of `count` letters' numbers in room for `room`: writes room * 192 outputs, room * 96 keys, 2 * 96 values of hidden
    // state, room marks of which letters are there, and room attentions.
    int (*encoder_run)(
        AuroraObject encoder, const int64_t *letters, int64_t room, int64_t count, float *outputs, float *keys,
        float *hidden, uint8_t *mask, float *attention);
    AuroraObject _Nullable (*_Nonnull decoder_load)(const void *bytes, size_t count);
    void (*decoder_free)(AuroraObject decoder);
    // One step: from the last symbol to the next, and the letter attended to; the new hidden state and attention.
    int (*decoder_step)(
        AuroraObject decoder, int64_t symbol, const float *outputs, const float *keys, const uint8_t *mask,
        const float *attention, const float *hidden, const float *positions, int64_t room, int64_t *next_symbol,
        int64_t *letter, float *next_hidden, float *next_attention);
} AuroraPronouncer;

// A status of ONNX Runtime: nothing is success; anything else has a message and is to be released.
typedef void *AuroraONNXStatus;

// ONNX Runtime's functions, by the names that its C interface has for them with whole words. Each is at a fixed place of
// the table that the library hands out.
typedef struct {
    const char *_Nonnull (*_Nonnull GetErrorMessage)(void *status);
    AuroraONNXStatus _Nullable (*_Nonnull CreateEnvironment)(int severity, const char *name, AuroraResult result);
    AuroraONNXStatus _Nullable (*_Nonnull DisableTelemetry)(AuroraObject environment);
    // The bytes may go when it is made.
    AuroraONNXStatus _Nullable (*_Nonnull CreateSessionFromArray)(
        AuroraObject environment, const void *bytes, size_t count, AuroraObject options, AuroraResult result);
    AuroraONNXStatus _Nullable (*_Nonnull Run)(
        AuroraObject session, void *_Nullable options, const char *_Nonnull const *_Nonnull input_names,
        const AuroraObject _Nonnull *_Nonnull inputs, size_t input_count,
        const char *_Nonnull const *_Nonnull output_names, size_t output_count, AuroraResult outputs);
    AuroraONNXStatus _Nullable (*_Nonnull CreateSessionOptions)(AuroraResult result);
    AuroraONNXStatus _Nullable (*_Nonnull SetLogSeverity)(AuroraObject options, int severity);
    AuroraONNXStatus _Nullable (*_Nonnull SetIntraOperationThreads)(AuroraObject options, int count);
    AuroraONNXStatus _Nullable (*_Nonnull SetInterOperationThreads)(AuroraObject options, int count);
    // The data is not copied: it must live as long as the tensor.
    AuroraONNXStatus _Nullable (*_Nonnull CreateTensorWithData)(
        AuroraObject memory, void *data, size_t bytes, const int64_t *shape, size_t rank, int element_type,
        AuroraResult result);
    AuroraONNXStatus _Nullable (*_Nonnull GetTensorData)(AuroraObject tensor, void *_Nullable *_Nonnull data);
    AuroraONNXStatus _Nullable (*_Nonnull GetTensorShape)(AuroraObject tensor, AuroraResult result);
    AuroraONNXStatus _Nullable (*_Nonnull GetShapeElementCount)(AuroraObject shape, size_t *count);
    AuroraONNXStatus _Nullable (*_Nonnull CreateProcessorMemory)(int allocator, int kind, AuroraResult result);
    void (*ReleaseEnvironment)(AuroraObject environment);
    void (*ReleaseStatus)(void *status);
    void (*ReleaseMemory)(AuroraObject memory);
    void (*ReleaseSession)(AuroraObject session);
    void (*ReleaseValue)(AuroraObject value);
    void (*ReleaseShape)(AuroraObject shape);
    void (*ReleaseSessionOptions)(AuroraObject options);
} AuroraONNX;

// The version of the table (OrtApi); OrtLoggingLevel, OrtAllocatorType, OrtMemType, ONNXTensorElementDataType.
enum { AURORA_ONNX_API = 17, AURORA_ONNX_LOG_ERROR = 3 };
enum { AURORA_ONNX_ARENA = 1, AURORA_ONNX_DEFAULT_MEMORY = 0, AURORA_ONNX_FLOAT = 1 };

// Opens a library and finds its functions. The library stays open to the end of the process. Returns NULL, or what is
// wrong in words that stay valid until the thread's next call.
const char *_Nullable aurora_litert_open(const char *path, AuroraLiteRT *functions);
const char *_Nullable aurora_hama_open(const char *path, AuroraHama *functions);
const char *_Nullable aurora_pronouncer_open(const char *path, AuroraPronouncer *functions);
// ONNX Runtime says nothing of its use to its makers: the process's environment forbids it from here on.
const char *_Nullable aurora_onnx_open(const char *path, AuroraONNX *functions);

// Keeps what is written to standard error from the terminal until `aurora_stderr_release`, which lets pass every line
// that does not begin with "INFO:". One thread at a time. A negative result of `hold` means that nothing is held.
int aurora_stderr_hold(void);
void aurora_stderr_release(int held);

// SHA-256, by the libcrypto that FFmpeg brings along.
void aurora_sha256(const void *_Nullable bytes, size_t count, uint8_t digest[_Nonnull 32]);

#pragma clang assume_nonnull end
#endif
