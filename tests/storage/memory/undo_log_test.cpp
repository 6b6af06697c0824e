#include "storage/memory/undo_log.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>
#include <string>

namespace redress::storage {
namespace {

// Random changes, taken back to a random mark: everything is as it was at the mark.
RC_GTEST_PROP(UndoLog, TakesBackEverythingSinceTheMark, (std::vector<std::pair<int, int>> changes)) {
  std::map<int, int> map;
  std::set<int> set;
  std::vector<int> list;
  UndoLog undo;
  auto const at = *rc::gen::inRange<std::size_t>(0, changes.size() + 1);
  UndoLog::Mark mark = 0;
  decltype(map) map_then;
  decltype(set) set_then;
  decltype(list) list_then;
  for (std::size_t i = 0; i <= changes.size(); ++i) {
    if (i == at) {
      mark = undo.mark();
      map_then = map;
      set_then = set;
      list_then = list;
    }
    if (i == changes.size()) break;
    auto const [what, value] = changes[i];
    switch (((what % 4) + 4) % 4) {
      case 0:
        undo.assign(map, value % 5, what);
        break;
      case 1:
        undo.insert(set, value % 5);
        break;
      case 2:
        undo.erase(set, value % 5);
        break;
      default:
        undo.append(list, value);
    }
  }
  undo.roll_back_to(mark);
  RC_ASSERT(map == map_then);
  RC_ASSERT(set == set_then);
  RC_ASSERT(list == list_then);
  RC_ASSERT(undo.mark() == mark);
}

}  // namespace
}  // namespace redress::storage
