// Whom the server shows its signed heads to, and how often; part of the configuration.
#pragma once

#include "engine/ledger/note_key.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace redress::api {

struct WitnessOptions {
  std::string url;  // the submission prefix: add-checkpoint is appended
  ledger::VerifierKey key;
};

struct StampOptions {
  std::string url;
  std::string certificates_pem = {};    // whom to believe; empty: the signature alone is checked
  std::int64_t every_s = 24 * 60 * 60;  // at most
};

struct PublishOptions {
  std::vector<WitnessOptions> witnesses = {};
  std::optional<StampOptions> stamps = {};
  std::int64_t every_s = 10;                   // a head is signed and shown while the ledger grows
  std::int64_t heartbeat_s = 60;               // and shown again while it does not
  std::int64_t reread_every_s = 24 * 60 * 60;  // all entries are hashed again
  std::filesystem::path signed_memory = {};    // the signer's memory; empty: ledger.signed in the data folder
};

}  // namespace redress::api
