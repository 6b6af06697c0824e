// One JSON record of a platform, read member by member; every Fault knows line and column.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/base/money.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace redress::importers {

/// Members that are absent, null or "" all read as nothing: platforms send all three.
class Record {
 public:
  /// `text` is the line the record was read from; it and the record must outlive this.
  Record(boost::json::object const& record, std::string_view text, int line)
      : record_(record), text_(text), line_(line) {}

  /// Texts, and integers as their digits.
  Result<std::string> text(std::string_view name) const;
  Result<std::string> required_text(std::string_view name) const;
  Result<std::optional<std::int64_t>> integer(std::string_view name) const;  // digits in a text count
  Result<std::optional<bool>> flag(std::string_view name) const;
  Result<std::optional<Money>> yuan(std::string_view name) const;
  Result<std::string> time(std::string_view name) const;  // RFC 3339 in UTC
  std::optional<Record> part(std::string_view name) const;

  Fault fault(std::string_view name, std::string zh, std::string en) const;

 private:
  boost::json::value const* find(std::string_view name) const;

  boost::json::object const& record_;
  std::string_view text_;
  int line_;
};

}  // namespace redress::importers
