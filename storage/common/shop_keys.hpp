// The keys that encrypt persons' keys: one for each shop, all derived from DIR/personal.key.
//
// The file is 64 hex characters and a line end, mode 0600, made once; a shop's key is HMAC-SHA-256 of the shop's name
// under it. Any thread.
#pragma once

#include "storage/common/sealing.hpp"

#include <filesystem>
#include <string_view>

namespace redress::storage {

class ShopKeys {
 public:
  /// Reads the file; makes it, durably, where there is none and `may_make`. Fault `internal`: it cannot be read or
  /// made, holds something else, or is missing.
  static Result<ShopKeys> open(std::filesystem::path const& dir, bool may_make);

  SecretKey of(std::string_view shop) const;

 private:
  explicit ShopKeys(SecretKey const& root) : root_(root) {}

  SecretKey root_;
};

}  // namespace redress::storage
