// The numbers of the board, each made from the very query that lists what it counts (docs/board.md).
#pragma once

#include "api/worklist/board_window.hpp"
#include "api/worklist/work_filter.hpp"

#include <boost/json.hpp>

namespace redress::api {

class BoardNumbers {
 public:
  /// `base` is what every query has: the shop, where one is named. Borrows all.
  BoardNumbers(WorkTable const& table, DeskCall const& call, boost::json::object base, BoardWindow const& window)
      : table_(table), call_(call), base_(std::move(base)), window_(window) {}

  boost::json::array numbers() const;
  boost::json::array heat() const;
  boost::json::array needs_me() const;

  boost::json::object query(boost::json::object more) const;
  std::vector<WorkRow const*> rows_of(boost::json::object const& query) const;

 private:
  boost::json::array standing() const;

  WorkTable const& table_;
  DeskCall const& call_;
  boost::json::object base_;
  BoardWindow const& window_;
};

}  // namespace redress::api
