// FFmpeg's headers, and constants that are macros Swift cannot see.
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/channel_layout.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>

static const int64_t AURORA_AV_NOPTS_VALUE = AV_NOPTS_VALUE;
static const int AURORA_AVERROR_EAGAIN = AVERROR(EAGAIN);
static const int AURORA_AVERROR_EOF = AVERROR_EOF;
static const int AURORA_AVERROR_ENOMEM = AVERROR(ENOMEM);
static const int AURORA_AVERROR_INVALIDDATA = AVERROR_INVALIDDATA;
static inline int aurora_averror(int posix_errno) { return AVERROR(posix_errno); }
