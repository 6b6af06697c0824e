// A witness: a small server that cosigns the checkpoints of ledgers it knows, each only as it grows (C2SP
// tlog-witness).
//
// DIR/witness.key is its secret; DIR/ledgers/ has one file a ledger, the last checkpoint it cosigned, durable before
// the cosignature is shown. It holds no entries and no personal data. docs/witness.md.
#pragma once

#include "api/http/service.hpp"
#include "api/seam/ids.hpp"
#include "engine/ledger/note_key.hpp"
#include "storage/common/folder_lock.hpp"

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

namespace redress::api {

class Witness {
 public:
  /// `name`: of a new witness, empty for one drawn at random; the key file's stays.
  static Result<Witness> open(std::filesystem::path const& dir, std::string const& name, Ids& ids, Clock const& clock,
                              std::vector<ledger::VerifierKey> ledgers);

  /// The answer to one add-checkpoint request. Any thread; one after the other.
  http::Response cosign(std::string_view request);

  std::string vkey() const { return key_.verifier().text(); }

 private:
  Witness(storage::FolderLock lock, std::filesystem::path dir, ledger::SigningKey key, Clock const& clock,
          std::vector<ledger::VerifierKey> ledgers);
  std::filesystem::path file_of(std::string_view origin) const;

  storage::FolderLock lock_;
  std::filesystem::path dir_;
  ledger::SigningKey key_;
  Clock const* clock_;
  std::vector<ledger::VerifierKey> ledgers_;
  std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();
};

struct WitnessServerOptions {
  std::filesystem::path data_dir;
  std::string listen = "127.0.0.1:8090";
  std::string name = {};
  std::vector<std::string> ledgers = {};  // vkeys
};

/// Serves until SIGINT or SIGTERM. `ready` is told the address and the vkey.
Result<void> serve_witness(WitnessServerOptions const& options,
                           std::function<void(std::string const& url, std::string const& vkey)> const& ready);

}  // namespace redress::api
