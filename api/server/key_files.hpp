// The secrets of a store, one file each, made at the first start with mode 0600 and read at every later one.
#pragma once

#include "api/seam/ids.hpp"
#include "api/service/key_desk.hpp"
#include "engine/cases/store.hpp"
#include "engine/ledger/note_key.hpp"

#include <filesystem>
#include <string>

namespace redress::api {

/// The keys in DIR/ledger.key; the next one waits in DIR/ledger.key.next while it is announced.
class FileKeyRing final : public KeyRing {
 public:
  FileKeyRing(std::filesystem::path dir, Ids& ids) : dir_(std::move(dir)), ids_(ids) {}

  LedgerKeys keys(Instant now) override;
  std::string prepare(std::string_view name) override;
  std::optional<std::string> prepared() override;
  void promote(Instant until) override;
  void discard() override;

 private:
  std::filesystem::path current() const { return dir_ / "ledger.key"; }
  std::filesystem::path next() const { return dir_ / "ledger.key.next"; }

  std::filesystem::path dir_;
  Ids& ids_;
};

/// DIR/ledger.key: the seeds that sign checkpoints, a line "NAME SEED [UNTIL]" each, the newest first. The name, one
/// for all, holds an id drawn with the first, so no two stores share one. UNTIL is when an older key stops signing:
/// after `now` it still reads what it signed, and signs nothing.
Result<LedgerKeys> ledger_keys(std::filesystem::path const& dir, Ids& ids, Instant now);

/// DIR/witness.key: what a witness cosigns with; drawn under `name`, or a name with an id if that is empty.
Result<ledger::SigningKey> witness_key(std::filesystem::path const& dir, std::string const& name, Ids& ids);

/// DIR/pseudonym.key: turns a platform's buyer ids into pseudonyms.
Result<std::string> pseudonym_key(std::filesystem::path const& dir, Ids& ids);

/// DIR/admin.token: a token of the role admin, drawn where there is no such file; its row is in the store. Answers the
/// secret.
Result<std::string> admin_token_file(std::filesystem::path const& dir, Store& store, Clock const& clock, Ids& ids);

}  // namespace redress::api
