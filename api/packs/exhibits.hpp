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

/// Why the bytes of an item are not in the pack.
/// gone: no longer held; asked: whoever wants the pack does not want it shown; personal: its person is restricted or
/// erased.
enum class Withheld { no, gone, asked, personal };

struct Exhibit {
  int number = 0;  // from 1
  Evidence item;
  std::string path = {};  // in the bag; empty where withheld
  Withheld withheld = Withheld::no;
  std::vector<rules::EvidenceNeed const*> needs = {};  // that ask for its kind
  std::vector<LimitFinding> limits = {};               // calls that do not take it
};

/// What a pack says in the place of the bytes.
Says withheld_says(Withheld why);

/// Asked of each item, once.
using Withhold = std::function<Withheld(Evidence const&)>;

/// Need by need, group by group, kind by kind, then in the order they were added; after them what no need asks for.
std::vector<Exhibit> exhibits_of(std::vector<Evidence> const& evidence, std::vector<rules::NeedVerdict> const& needs,
                                 std::string_view platform, Withhold const& withhold);

}  // namespace redress::packs
