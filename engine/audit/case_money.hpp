// The money of a case and of its order, kept again from entries alone.
//
// An entry of version 2 tells its postings; of one of version 1 they follow from its effects and its event, except
// whether goods were set aside, which it does not tell. Minor units. A posting that cannot be is thrown as Found.
#pragma once

#include "engine/audit/told_entry.hpp"

#include <map>
#include <string>
#include <vector>

namespace redress::audit {

/// What may be refunded on an order, and what all of its cases have moved. `lines` are by id; "postage" is the rest.
struct OrderCeiling {
  std::int64_t paid_minor = 0;
  std::int64_t moved_minor = 0;  // pending and refunded
  struct Line {
    std::int64_t paid_minor = 0;
    std::int64_t moved_minor = 0;
  };
  std::map<std::string, Line, std::less<>> lines = {};
};

/// From the order as an opening told it.
OrderCeiling ceiling_of(boost::json::object const& order);

struct CaseMoney {
  std::int64_t pending_minor = 0;
  std::int64_t refunded_minor = 0;
  std::int64_t compensation_pending_minor = 0;
  std::int64_t compensation_paid_minor = 0;
  std::optional<bool> goods_reserved = {};  // nothing: entries of version 1 do not tell
  struct Moved {
    std::string line_id;
    std::int64_t minor = 0;
    bool settled = false;
  };
  std::vector<Moved> moved = {};

  /// Posts what the accepted entry did. Throws Found: a posting its effects do not order, more than was paid, a
  /// settlement of another sum than is pending.
  void take(ToldEntry const& entry, OrderCeiling& order);

  /// As the case's row has it; without `goods_reserved` where it is not known.
  boost::json::object to_json() const;
};

}  // namespace redress::audit
