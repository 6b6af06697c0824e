// Anything at all in the place of what an honest entry says, with every hash after it set right: an audit says what it
// finds, or finds nothing, and never falls over. Under the sanitizers this is where a reader that trusts a form shows.
#include "tests/engine/audit/rows_in_memory.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace redress::audit {
namespace {

namespace json = boost::json;

// Every place in a document, the document itself first.
void collect(json::value& at, std::vector<json::value*>& places) {
  places.push_back(&at);
  if (auto* object = at.if_object())
    for (auto& member : *object) collect(member.value(), places);
  if (auto* array = at.if_array())
    for (auto& item : *array) collect(item, places);
}

json::value something_else(json::value const& honest) {
  auto const kind = *rc::gen::inRange(0, 12);
  switch (kind) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::element(-1, 0, 1, 20001);
    case 2:
      return (std::int64_t{1} << 53) - 1;
    case 3:
      return "";
    case 4:
      return *rc::gen::element("x", "2026-01-05T02:00:00.000Z", "open", "deadline_passed", "order_payout");
    case 5:
      return json::array{};
    case 6:
      return json::array{5, "x", nullptr};
    case 7:
      return json::object{};
    case 8:
      return json::object{{"kind", "x"}, {"key", "y"}};
    case 9:
      return 0.5;
    case 10:
      return *rc::gen::arbitrary<bool>();
    default:
      return json::array{honest, honest};
  }
}

// One change somewhere: a value by another, a member gone, an item twice, or two values swapped.
void tell_anything(json::value& entry) {
  std::vector<json::value*> places;
  collect(entry, places);
  auto& place = *places[*rc::gen::inRange<std::size_t>(1, places.size())];
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      if (auto* object = place.if_object(); object && !object->empty())
        object->erase(object->begin() + *rc::gen::inRange<std::ptrdiff_t>(0, std::ssize(*object)));
      break;
    case 1:
      if (auto* array = place.if_array(); array && !array->empty()) array->push_back(array->front());
      break;
    case 2: {
      auto const other = *places[*rc::gen::inRange<std::size_t>(1, places.size())];
      place = other;
      break;
    }
    default:
      place = something_else(place);
  }
}

// One entry of the honest rows with such changes; false where its place or its bytes cannot be written at all.
bool tell_a_lie(Rows& rows) {
  auto const entry = *rc::gen::inRange<std::size_t>(0, rows.entries.size());
  if (rows.told(entry)["kind"] != "office" && *rc::gen::arbitrary<bool>()) rows.tell_as_version_1(entry);
  auto told = rows.told(entry);
  told["rules"] = json::array{};  // most of an entry, and nothing follows from it
  json::value lie = std::move(told);
  for (int changes = *rc::gen::inRange(1, 4); changes > 0; --changes) tell_anything(lie);
  try {
    rows.tell(entry, lie.as_object());
  } catch (std::exception const&) {
    return false;
  }
  return true;
}

RC_GTEST_PROP(AnyLie, is_found_or_harmless_and_never_more_than_an_audit_can_bear, ()) {
  for (int lies = 0; lies < 10; ++lies) {
    auto rows = honest_rows();
    if (!tell_a_lie(rows)) continue;
    for (auto const& finding : audited(rows).findings) {
      RC_ASSERT(!finding.what.empty());
      RC_ASSERT(!finding.says.zh.empty() && !finding.says.en.empty());
    }
  }
}

}  // namespace
}  // namespace redress::audit
