#include "tests/house/rules.hpp"

#include <array>

namespace redress::house {

std::span<Rule const> all_rules() {
  static constexpr std::array rules{
      Rule{"includes-point-down",
           "Includes run one way (engine <- workflows, engine <- storage, api on top), so each layer can be read "
           "without "
           "the ones above it.",
           includes_point_down},
      Rule{"libraries-stay-in-their-rooms",
           "A library is included in one place of the tree, so it can be replaced there and its headers slow down few "
           "files.",
           libraries_stay_in_their_rooms},
      Rule{"the-machine-stays-inside",
           "Boost.MSM costs seconds a file, so outside of engine/machine and workflows nobody includes it, not even "
           "through "
           "a header of ours.",
           the_machine_stays_inside},
      Rule{"the-auditor-stands-alone",
           "engine/audit includes engine/base, engine/facts and engine/ledger and nothing that decides or records, so "
           "a bug of the writer shows as a difference.",
           the_auditor_stands_alone},
      Rule{"the-core-is-pure",
           "engine and workflows read no clock, no randomness and no files and start no threads, so every decision can "
           "be "
           "replayed and the whole system simulated.",
           the_core_is_pure},
      Rule{"cmake-lists-every-source",
           "A source that no CMakeLists.txt names is never compiled, and a test that is never compiled always passes.",
           cmake_lists_every_source},
      Rule{"glossary-words-are-kept",
           "One thing has one word, the one in docs/glossary.md, in code, comments and pages.",
           glossary_words_are_kept},
      Rule{"types-have-found-their-noun",
           "A type that needs Manager, Helper, Util, Handler or Data in its name does not know yet what it is.",
           types_have_found_their_noun},
      Rule{"files-are-short", "A file is one noun and fits in one head: past 400 lines it says why.", files_are_short},
      Rule{"lines-fit", "Code is read side by side, so lines end at column 120.", lines_fit},
      Rule{"blanks-are-clean", "Tabs, blanks at line ends and unfinished last lines make noise in every later change.",
           blanks_are_clean},
      Rule{"headers-introduce-themselves",
           "A reader decides by the first sentence of a header whether to read on, so there is one.",
           headers_introduce_themselves},
      Rule{"nothing-is-left-for-later", "What is marked for later in the code is forgotten; issues are not.",
           nothing_is_left_for_later},
      Rule{"money-is-whole", "Binary fractions lose cents, so no amount of money is ever a double or a float.",
           money_is_whole},
      Rule{"the-tree-speaks-of-itself",
           "The tree is built and read on machines we do not know, so it names no path and no registry of one of them.",
           the_tree_speaks_of_itself},
      Rule{"pages-can-be-found", "A page nobody links to is read by nobody and goes stale.", pages_can_be_found},
      Rule{"links-lead-somewhere", "A dead link costs the reader's trust in the rest of the page.",
           links_lead_somewhere},
      Rule{"both-readmes-match",
           "README.md and README.zh-CN.md tell two groups of readers the same, heading by heading.",
           both_readmes_match},
      Rule{"limits-are-as-written",
           "docs/limits.md says how far everything goes, so it says what the code says, and names a test for each.",
           limits_are_as_written},
  };
  return rules;
}

}  // namespace redress::house
