// git's library, as its own headers declare it, but opened when it is first needed: it brings fourteen other libraries
// along, and a command that needs no git should not wait for them.
#ifndef C_LIBGIT2_H
#define C_LIBGIT2_H

#include <git2.h>
#include <git2/sys/mempack.h>
#include <git2/sys/repository.h>

// Every function of the library that is used, without the "git_" before its name. To use another, add it here: a
// direct call of `git_x` compiles, but does not link.
#define LIBGIT2_FUNCTIONS(X) \
    X(attr_get_many) \
    X(attr_value) \
    X(blob_create_from_buffer) \
    X(blob_free) \
    X(blob_lookup) \
    X(blob_rawcontent) \
    X(blob_rawsize) \
    X(buf_dispose) \
    X(commit_author) \
    X(commit_create) \
    X(commit_free) \
    X(commit_lookup) \
    X(commit_parent_id) \
    X(commit_parentcount) \
    X(commit_summary) \
    X(commit_time) \
    X(commit_tree_id) \
    X(config_add_file_ondisk) \
    X(config_free) \
    X(config_get_bool) \
    X(config_get_string) \
    X(config_open_default) \
    X(config_snapshot) \
    X(error_last) \
    X(filter_list_apply_to_buffer) \
    X(filter_list_free) \
    X(filter_list_load) \
    X(ignore_path_is_ignored) \
    X(index_add) \
    X(index_conflict_remove) \
    X(index_find) \
    X(index_free) \
    X(index_get_bypath) \
    X(index_open) \
    X(index_path) \
    X(index_read) \
    X(index_remove) \
    X(index_write) \
    X(libgit2_init) \
    X(libgit2_opts) \
    X(mempack_new) \
    X(message_prettify) \
    X(object_free) \
    X(object_id) \
    X(object_peel) \
    X(object_type) \
    X(odb_add_backend) \
    X(odb_free) \
    X(odb_hash) \
    X(odb_open) \
    X(odb_open_wstream) \
    X(odb_read_header) \
    X(odb_stream_finalize_write) \
    X(odb_stream_free) \
    X(odb_stream_write) \
    X(odb_write) \
    X(oid_fromstr) \
    X(packbuilder_free) \
    X(packbuilder_insert) \
    X(packbuilder_new) \
    X(packbuilder_write) \
    X(reference_create) \
    X(reference_create_matching) \
    X(reference_free) \
    X(reference_list) \
    X(reference_lookup) \
    X(reference_name_is_valid) \
    X(reference_name_to_id) \
    X(reference_symbolic_target) \
    X(reference_target) \
    X(reflog_entry_byindex) \
    X(reflog_entry_id_new) \
    X(reflog_entrycount) \
    X(reflog_free) \
    X(reflog_read) \
    X(repository_commondir) \
    X(repository_config) \
    X(repository_config_snapshot) \
    X(repository_discover) \
    X(repository_free) \
    X(repository_head_detached) \
    X(repository_head_for_worktree) \
    X(repository_head_unborn) \
    X(repository_index) \
    X(repository_init_ext) \
    X(repository_init_options_init) \
    X(repository_is_bare) \
    X(repository_item_path) \
    X(repository_odb) \
    X(repository_open_ext) \
    X(repository_path) \
    X(repository_set_ident) \
    X(repository_set_index) \
    X(repository_state) \
    X(repository_workdir) \
    X(revparse_single) \
    X(signature_free) \
    X(signature_new) \
    X(strarray_dispose) \
    X(tag_create) \
    X(tag_lookup) \
    X(tag_message) \
    X(tag_tagger) \
    X(tree_create_updated) \
    X(tree_entry_byindex) \
    X(tree_entry_byname) \
    X(tree_entry_filemode) \
    X(tree_entry_id) \
    X(tree_entry_name) \
    X(tree_entrycount) \
    X(tree_free) \
    X(tree_id) \
    X(tree_lookup) \
    X(treebuilder_free) \
    X(treebuilder_new) \
    X(treebuilder_write) \
    X(worktree_free) \
    X(worktree_list) \
    X(worktree_lookup) \
    X(worktree_path)

// The library's functions, each with the type that its header gives it. They never change, so any thread may have them.
typedef struct __attribute__((swift_attr("@Sendable"))) {
#define LIBGIT2_FIELD(name) __typeof__(&git_##name) _Nonnull name;
    LIBGIT2_FUNCTIONS(LIBGIT2_FIELD)
#undef LIBGIT2_FIELD
} Libgit2Functions;

// The file name of the library whose headers these are.
#define LIBGIT2_FILE "libgit2.so.1.5"

// Opens a library by its file name and finds its functions. It stays open to the end of the process. `problem` becomes
// NULL, or what is wrong in words that stay valid until the thread's next call; calling a function then stops the
// program.
Libgit2Functions aurora_libgit2_open(const char *_Nonnull file, const char *_Nullable *_Nonnull problem);

// `git_libgit2_opts` is variadic, which Swift does not import. Those that set something give 0, or a
// negative error.

// Makes libgit2 sync objects, references and the index before it counts them as written: without it a power cut can
// leave a branch that names a missing commit.
int aurora_libgit2_enable_fsync(const Libgit2Functions *_Nonnull libgit2)
    __attribute__((swift_name("Libgit2Functions.enableFsync(self:)")));

// Accepts repositories with `extensions.worktreeConfig`, as `git sparse-checkout` makes them. Whoever opens one has to
// read `config.worktree` as well.
int aurora_libgit2_accept_worktree_config(const Libgit2Functions *_Nonnull libgit2)
    __attribute__((swift_name("Libgit2Functions.acceptWorktreeConfig(self:)")));

// Where libgit2 looks for the user's configuration, in place of the home folder it found at its start.
int aurora_libgit2_set_user_folder(const Libgit2Functions *_Nonnull libgit2, const char *_Nonnull folder)
    __attribute__((swift_name("Libgit2Functions.setUserFolder(self:_:)")));

// 1 if libgit2 refuses repositories that belong to somebody else, which is its default.
int aurora_libgit2_validates_owner(const Libgit2Functions *_Nonnull libgit2)
    __attribute__((swift_name("Libgit2Functions.validatesOwner(self:)")));

// A new file in the folder that has no name yet, or -1 with `errno`: `O_TMPFILE` is a macro that Swift does not import.
int aurora_open_unnamed(const char *_Nonnull folder);

#endif
