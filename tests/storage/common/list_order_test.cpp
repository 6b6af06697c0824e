#include "storage/common/list_order.hpp"

#include "tests/storage/records.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace redress::storage {
namespace {

TEST(ListKey, ACaseWithoutDeadlineAndAFinalOneComeLast) {
  auto const due = case_of_shape({.id = "b", .due_at = some_day});
  EXPECT_LT(ListKey{}, list_key_of(due));
  EXPECT_LT(list_key_of(due), list_key_of(case_of_shape({.id = "a"})));
  EXPECT_EQ(due_ms_of(case_of_shape({.due_at = some_day, .final = true})), no_due_ms);
}

RC_GTEST_PROP(ListCursor, NamesTheRowItWasMadeFor, (std::int64_t due_ms, std::string id)) {
  ListKey const key{due_ms, std::move(id)};
  RC_ASSERT(list_key_from(cursor_after(key)) == key);
}

RC_GTEST_PROP(TrailCursor, NamesTheEntryItWasMadeFor, (std::int64_t case_seq)) {
  RC_ASSERT(case_seq_from(cursor_after(case_seq)) == case_seq);
}

// Whatever a caller makes up is a fault or a place in the list, never anything else.
RC_GTEST_PROP(ListCursor, TakesAnyText, (std::string text)) {
  try {
    list_key_from(text);
  } catch (FaultError const& why) {
    RC_ASSERT(why.fault().kind == FaultKind::invalid_params);
  }
}

}  // namespace
}  // namespace redress::storage
