// The second factor of users (docs/access.md), and the port of stores that keep them.
//
// A store that keeps users keeps these as well: it is a SecondFactorReads in its readers and a SecondFactorWrites in
// its writers. Secrets are encrypted where they are stored. Threads and errors are those of the Store port.
#pragma once

#include "engine/base/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress {

class StoreReader;
class StoreWriter;

/// One of those shown when the factor was confirmed; good once.
struct RecoveryCode {
  std::string sha256;  // of the code and whose it is, hex
  std::optional<Instant> used_at = {};

  bool operator==(RecoveryCode const&) const = default;
};

struct SecondFactor {
  std::string user;                   // id
  std::string shop;                   // the user's: its key encrypts the secret
  std::optional<std::string> secret;  // its bytes; nothing where they cannot be decrypted
  Instant begun_at;
  std::optional<Instant> confirmed_at = {};  // in force from then on
  std::int64_t last_step = -1;               // the newest time step a code of which was taken
  std::vector<RecoveryCode> recovery = {};
  bool no_key = false;  // the store was opened without what decrypts secrets, as an audit may

  bool operator==(SecondFactor const&) const = default;
};

class SecondFactorReads {
 public:
  virtual ~SecondFactorReads() = default;
  virtual std::optional<SecondFactor> find_second_factor(std::string_view user) = 0;
  virtual std::vector<SecondFactor> second_factors() = 0;  // by user
};

class SecondFactorWrites {
 public:
  virtual ~SecondFactorWrites() = default;
  /// New, or in place of the user's present one. It has its secret.
  virtual void put_second_factor(SecondFactor const& factor) = 0;
  /// The step and the recovery codes alone: the secret stays as it is kept.
  virtual void use_second_factor(SecondFactor const& factor) = 0;
  virtual void remove_second_factor(std::string_view user) = 0;
};

/// Null where the store keeps no users.
SecondFactorReads* second_factors_of(StoreReader& store);
SecondFactorWrites* second_factors_of_writer(StoreWriter& store);

}  // namespace redress
