// The secrets of a store, one file each, made at the first start with mode 0600 and read at every later one.
#pragma once

#include "api/seam/ids.hpp"
#include "engine/cases/store.hpp"
#include "engine/ledger/note_key.hpp"

#include <filesystem>
#include <string>

namespace redress::api {

/// DIR/ledger.key: the seed that signs checkpoints. The key's name holds an id drawn with it, so no two stores share
/// one.
Result<ledger::SigningKey> ledger_key(std::filesystem::path const& dir, Ids& ids);

/// DIR/pseudonym.key: turns a platform's buyer ids into pseudonyms.
Result<std::string> pseudonym_key(std::filesystem::path const& dir, Ids& ids);

/// DIR/admin.token: the first token of the role admin, whose row is in the store. Answers the secret.
Result<std::string> admin_token_file(std::filesystem::path const& dir, Store& store, Ids& ids, Instant now);

}  // namespace redress::api
