// Cases whose deadlines are to be counted anew because a calendar changed: noted with the activation, worked off by the
// runner, so a crash between the two loses none. One setting of the store.
#pragma once

#include "engine/cases/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::api {

/// What the entries of it name as their source.
inline constexpr std::string_view recount_source = "calendar";

struct Recount {
  std::int64_t from_seq = 0;  // of the activation; request ids are made of it, so each case is counted once
  std::vector<std::string> cases = {};

  /// What is waiting; nothing if nothing is.
  static std::optional<Recount> read(StoreReader& store);

  /// Adds these to what is waiting; nothing for no cases.
  void ask(StoreWriter& store) const;

  /// Takes these out of what is waiting.
  void done(StoreWriter& store) const;
};

}  // namespace redress::api
