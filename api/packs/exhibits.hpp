// A case's evidence as exhibits: in the order of the checklist, numbered, named, and held against the platform's
// limits.
#pragma once

#include "api/packs/platform_limits.hpp"
#include "engine/cases/evidence.hpp"
#include "engine/rules/consult.hpp"

#include <functional>
#include <string>
#include <vector>

namespace redress::packs {

struct Exhibit {
  int number = 0;  // from 1
  Evidence item;
  std::string path = {};                               // in the bag; empty where withheld
  std::vector<rules::EvidenceNeed const*> needs = {};  // that ask for its kind
  std::vector<LimitFinding> limits = {};               // calls that do not take it
  bool withheld() const { return path.empty(); }
};

/// Whether the bytes of a file are still held.
using IsHeld = std::function<bool(std::string_view sha256)>;

/// Need by need, group by group, kind by kind, then in the order they were added; after them what no need asks for.
std::vector<Exhibit> exhibits_of(std::vector<Evidence> const& evidence, std::vector<rules::NeedVerdict> const& needs,
                                 std::string_view platform, IsHeld const& is_held);

}  // namespace redress::packs
