#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <git2.h>
#include <git2/sys/mempack.h>
#include <git2/sys/repository.h>

/// `git_libgit2_opts` is variadic, which Swift does not import. Makes libgit2 sync objects, references and the index
/// before it counts them as written: without it a power cut can leave a branch that names a missing commit.
static inline int aurora_git_enable_fsync(void) { return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1); }

/// Accepts repositories with `extensions.worktreeConfig`, as `git sparse-checkout` makes them. Whoever opens one has to
/// read `config.worktree` as well.
static inline int aurora_git_accept_worktree_config(void) {
    const char *extensions[] = {"worktreeconfig"};
    return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, (size_t)1);
}

/// Where libgit2 looks for the user's configuration, in place of the home folder it found at its start.
static inline int aurora_git_set_user_folder(const char *folder) {
    int global = git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_GLOBAL, folder);
    int xdg = git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_XDG, folder);
    return global < 0 ? global : xdg;
}

/// 1 if libgit2 refuses repositories that belong to somebody else, which is its default.
static inline int aurora_git_validates_owner(void) {
    int enabled = 0;
    return git_libgit2_opts(GIT_OPT_GET_OWNER_VALIDATION, &enabled) < 0 ? 0 : enabled;
}

/// A new file in the folder that has no name yet, or -1 with `errno`: `O_TMPFILE` is a macro that Swift does not import.
static inline int aurora_open_unnamed(const char *folder) {
#ifdef O_TMPFILE
    return open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
#else
    return open(folder, 020000000 | O_DIRECTORY | O_RDWR | O_CLOEXEC, 0666);
#endif
}
