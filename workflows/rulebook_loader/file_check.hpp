// Where the checks of one file report to, with what they may ask.
#pragma once

#include "engine/rules/calendar.hpp"
#include "workflows/rulebook_loader/finding.hpp"
#include "workflows/rulebook_loader/names.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace redress::rules {

/// Borrows everything; one for each file while it is read.
class FileCheck {
 public:
  FileCheck(SourceText const& source, Names const& names, std::vector<Finding>& findings)
      : source_(source), names_(names), findings_(findings) {}

  SourceText const& source() const { return source_; }
  Names const& names() const { return names_; }

  /// What the file's conditions count working days by; none until it is known, or if there is none.
  void count_by(CalendarPointer calendar) { calendar_ = std::move(calendar); }
  CalendarPointer const& calendar() const { return calendar_; }

  void add(Place place, Says says) { findings_.push_back({source_.name(), place, std::move(says)}); }
  void add(Place place, std::string zh, std::string en) { add(place, {std::move(zh), std::move(en)}); }

  /// Grows with every finding: whoever compares before and after knows whether something was wrong.
  std::size_t count() const { return findings_.size(); }

 private:
  SourceText const& source_;
  Names const& names_;
  std::vector<Finding>& findings_;
  CalendarPointer calendar_ = {};
};

}  // namespace redress::rules
