// What a signer must never forget: the last checkpoint it signed.
//
// Kept apart from the entries, so that putting an older copy of the store in place does not put an older memory in
// place as well. Errors: FaultError where it cannot be read or kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace redress::ledger {

class SignedMemory {
 public:
  virtual ~SignedMemory() = default;
  /// The signed note; nothing if none was ever kept.
  virtual std::optional<std::string> last() = 0;
  /// Durable when it returns.
  virtual void keep(std::string_view note) = 0;
};

/// For tests and simulation.
class PlainSignedMemory final : public SignedMemory {
 public:
  std::optional<std::string> last() override { return note_; }
  void keep(std::string_view note) override { note_ = note; }

 private:
  std::optional<std::string> note_;
};

}  // namespace redress::ledger
