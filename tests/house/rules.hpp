// The house rules: each a pure function from the source tree to what it found wrong. docs/house-rules.md explains them.
#pragma once

#include "tests/house/tree.hpp"

#include <ostream>
#include <span>
#include <string_view>

namespace redress::house {

struct Rule {
  std::string_view name;  // its heading in docs/house-rules.md
  std::string_view why;   // one sentence, shown when the rule fails
  Findings (*check)(Tree const&);
};

/// What test reports call a rule.
inline std::ostream& operator<<(std::ostream& out, Rule const& rule) { return out << rule.name; }

/// Every rule there is, in the order of docs/house-rules.md.
std::span<Rule const> all_rules();

// arrows.cpp
Findings includes_point_down(Tree const& tree);
Findings libraries_stay_in_their_rooms(Tree const& tree);
Findings the_machine_stays_inside(Tree const& tree);
Findings the_auditor_stands_alone(Tree const& tree);

// purity.cpp
Findings the_core_is_pure(Tree const& tree);

// words.cpp
Findings glossary_words_are_kept(Tree const& tree);
Findings types_have_found_their_noun(Tree const& tree);

// shape.cpp
Findings files_are_short(Tree const& tree);
Findings lines_fit(Tree const& tree);
Findings blanks_are_clean(Tree const& tree);
Findings headers_introduce_themselves(Tree const& tree);
Findings nothing_is_left_for_later(Tree const& tree);
Findings money_is_whole(Tree const& tree);
Findings the_tree_speaks_of_itself(Tree const& tree);

// listing.cpp
Findings cmake_lists_every_source(Tree const& tree);
Findings pages_can_be_found(Tree const& tree);
Findings links_lead_somewhere(Tree const& tree);
Findings both_readmes_match(Tree const& tree);

// limits.cpp
Findings limits_are_as_written(Tree const& tree);

/// Files over 300 lines and not yet over 400: worth a look, no failure.
Findings getting_long(Tree const& tree);

}  // namespace redress::house
