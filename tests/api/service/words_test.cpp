#include "api/service/words.hpp"

#include "engine/cases/derive.hpp"
#include "engine/cases/evidence_kinds.hpp"
#include "engine/facts/schema.hpp"
#include "workflows/catalogue.hpp"
#include "workflows/diagram.hpp"

#include <gtest/gtest.h>

#include <string>

namespace redress::api {
namespace {

namespace json = boost::json;

json::object const& table(json::object const& words, std::string_view name) { return words.at(name).as_object(); }

TEST(WordsPeopleUse, EveryWordIsSaidInBothLanguages) {
  for (auto const& [name, entries] : words_people_use()) {
    EXPECT_FALSE(entries.as_object().empty()) << name;
    for (auto const& [id, word] : entries.as_object()) {
      EXPECT_FALSE(word.at("zh").as_string().empty()) << name << " " << id;
      EXPECT_FALSE(word.at("en").as_string().empty()) << name << " " << id;
    }
  }
}

TEST(WordsPeopleUse, NameEveryFactWithItsTypeAndEveryKindOfEvidence) {
  auto const words = words_people_use();
  EXPECT_EQ(table(words, "facts").size(), fact_schema().size());
  EXPECT_EQ(table(words, "facts").at("order.paid_at").at("type").as_string(), "instant");
  EXPECT_EQ(table(words, "evidence_kinds").size(), evidence_kinds().size());
  EXPECT_TRUE(table(words, "evidence_kinds").at("E-CHAT").at("textual").as_bool());
}

TEST(WordsPeopleUse, NameEveryKindOfCaseAndEveryChoiceAnEventMayTake) {
  auto const words = words_people_use();
  for (auto const* workflow : workflows::all_workflows()) {
    EXPECT_TRUE(table(words, "kinds").contains(workflow->kind())) << workflow->kind();
    for (auto const* event : workflow->events()) {
      EXPECT_TRUE(table(words, "parties").contains(name_of(event->party))) << event->name;
      for (auto const& param : event->params)
        for (auto const choice : param.choices)
          EXPECT_TRUE(table(words, "fields").contains(choice)) << event->name << " " << param.name << " " << choice;
    }
  }
}

TEST(WordsPeopleUse, NameReasonsByTheCodesThatClaimsAreReadInto) {
  auto const words = words_people_use();
  for (auto const& [code, word] : table(words, "reasons")) EXPECT_EQ(reason_code(code), code);
  for (auto const* written : {"质量问题", "物流停滞", "拒收", "anything else"})
    EXPECT_TRUE(table(words, "reasons").contains(reason_code(written))) << written;
}

TEST(WordsPeopleUse, NameEveryInstructionThatAMoveSendsOut) {
  auto const words = words_people_use();
  for (auto const* workflow : workflows::all_workflows()) {
    auto const json = workflows::workflow_json(*workflow);
    for (auto const& row : json.at("rows").as_array())
      for (auto const& instruction : row.at("do").as_array())
        EXPECT_TRUE(table(words, "instructions").contains(instruction.as_string())) << instruction;
  }
}

}  // namespace
}  // namespace redress::api
