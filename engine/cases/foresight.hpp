// A look at a case as its last commit left it, for deciding beside the writer: what was decided on it may be recorded
// only if the writer finds, in its own turn, that it still stands.
#pragma once

#include "engine/cases/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redress {

/// What a decision about a case reads of it and of its order.
struct CaseSnapshot {
  Case case_;
  std::vector<Evidence> evidence;
  std::vector<PersonalText> personal;
  OrderAccount account;  // this case excepted, as a decision about it wants it
  struct Stamp {
    std::uint64_t of_case = 0;
    std::uint64_t of_order = 0;
    std::uint64_t of_settings = 0;
    bool operator==(Stamp const&) const = default;
  } stamp;
};

class Foresight {
 public:
  virtual ~Foresight() = default;

  /// Any thread; never waits for a commit or the disk. Nothing where the case is not at hand: ask the store.
  virtual std::optional<CaseSnapshot> look(std::string_view case_id) = 0;
  /// The shop of a case, which never changes. Any thread, no waiting; "" where the case is not at hand.
  virtual std::string shop_of(std::string_view case_id) = 0;
  /// The setting's value, or that it has none. Nothing where it is not at hand.
  virtual std::optional<std::optional<std::string>> look_at_setting(std::string_view name) = 0;

  /// Grows with every change of a setting, like `of_settings` of what is looked at now.
  virtual std::uint64_t settings_stamp() = 0;

  /// Inside a unit: nothing the snapshot was made of has changed since.
  virtual bool stands(CaseSnapshot::Stamp const& seen, std::string_view case_id) = 0;
};

}  // namespace redress
