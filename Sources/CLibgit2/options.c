#include "CLibgit2.h"

int aurora_libgit2_enable_fsync(const Libgit2Functions *libgit2) {
    return libgit2->libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
}

int aurora_libgit2_accept_worktree_config(const Libgit2Functions *libgit2) {
    const char *extensions[] = {"worktreeconfig"};
    return libgit2->libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, (size_t)1);
}

int aurora_libgit2_set_user_folder(const Libgit2Functions *libgit2, const char *folder) {
    int global = libgit2->libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_GLOBAL, folder);
    int xdg = libgit2->libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_XDG, folder);
    return global < 0 ? global : xdg;
}

int aurora_libgit2_validates_owner(const Libgit2Functions *libgit2) {
    int enabled = 0;
    return libgit2->libgit2_opts(GIT_OPT_GET_OWNER_VALIDATION, &enabled) < 0 ? 0 : enabled;
}
