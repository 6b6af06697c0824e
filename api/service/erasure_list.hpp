// The erasures of a store outside of its database, so that restoring an older database cannot bring anybody back.
//
// DIR/erasures.log: one JSON object a line, only ever appended, each line durable before append() returns. It holds ids
// and times, nothing personal. One thread at a time.
#pragma once

#include "engine/base/instant.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace redress::api {

struct Erasure {
  std::string shop;
  std::string person;
  Instant at;
  std::string entry_id;
  std::vector<std::string> cases;

  bool operator==(Erasure const&) const = default;
};

class ErasureList {
 public:
  /// Fault `internal`: the file cannot be read, or a line that is whole is no erasure. A last line without its end was
  /// never acknowledged and is cut off.
  static Result<ErasureList> open(std::filesystem::path file);

  std::vector<Erasure> const& all() const { return all_; }

  /// Nothing to do where the entry is on the list already. Fault `internal`.
  Result<void> append(Erasure erasure);

 private:
  explicit ErasureList(std::filesystem::path file) : file_(std::move(file)) {}

  std::filesystem::path file_;
  std::vector<Erasure> all_;
  std::set<std::string> entry_ids_;
};

}  // namespace redress::api
