// FFmpeg's headers, and constants that are macros Swift cannot see.
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/channel_layout.h>
#include <libavutil/cpu.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>

static const int64_t AURORA_AV_NOPTS_VALUE = AV_NOPTS_VALUE;
static const int AURORA_AVERROR_EAGAIN = AVERROR(EAGAIN);
static const int AURORA_AVERROR_EOF = AVERROR_EOF;
static const int AURORA_AVERROR_ENOMEM = AVERROR(ENOMEM);
static const int AURORA_AVERROR_INVALIDDATA = AVERROR_INVALIDDATA;
static const int AURORA_AVERROR_DECODER_NOT_FOUND = AVERROR_DECODER_NOT_FOUND;
static const int AURORA_AVERROR_DEMUXER_NOT_FOUND = AVERROR_DEMUXER_NOT_FOUND;
static const int AURORA_AVERROR_STREAM_NOT_FOUND = AVERROR_STREAM_NOT_FOUND;
static const int AURORA_AVERROR_PATCHWELCOME = AVERROR_PATCHWELCOME;
static inline int aurora_averror(int posix_errno) { return AVERROR(posix_errno); }

// AVFrame's arrays of planes, which Swift would see as tuples.
static inline const uint8_t *const *aurora_frame_planes(const AVFrame *frame) {
    return (const uint8_t *const *)frame->data;
}
static inline uint8_t *const *aurora_frame_mutable_planes(AVFrame *frame) { return frame->data; }
static inline const int *aurora_frame_strides(const AVFrame *frame) { return frame->linesize; }
