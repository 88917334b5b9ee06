// libass, as its own headers declare it, but opened when a text is first to be drawn: a scene has none.
#ifndef C_ASS_H
#define C_ASS_H

#include <ass/ass.h>

// Every function of the library that is used, without the "ass_" before its name. To use another, add it here: a direct
// call of `ass_x` compiles, but does not link.
#define ASS_FUNCTIONS(X) \
    X(add_font) \
    X(free_track) \
    X(library_done) \
    X(library_init) \
    X(new_track) \
    X(process_chunk) \
    X(process_codec_private) \
    X(render_frame) \
    X(renderer_done) \
    X(renderer_init) \
    X(set_cache_limits) \
    X(set_fonts) \
    X(set_frame_size) \
    X(set_hinting) \
    X(set_message_cb) \
    X(set_shaper) \
    X(set_storage_size) \
    X(track_set_feature)

typedef struct {
#define DECLARE(name) __typeof__(ass_##name) *_Nonnull name;
    ASS_FUNCTIONS(DECLARE)
#undef DECLARE
} AssFunctions;

// The functions of the library with that file name. `problem` is the loader's words if there is none, else null.
AssFunctions aurora_ass_open(const char *_Nonnull file, const char *_Nullable *_Nonnull problem);

// Keeps the library from writing to standard error.
void aurora_ass_be_quiet(const AssFunctions *_Nonnull functions, ASS_Library *_Nonnull library)
    __attribute__((swift_name("AssFunctions.beQuiet(self:_:)")));

#endif
