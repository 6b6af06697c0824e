#include "tests/house/glossary.hpp"
#include "tests/house/planted.hpp"

#include <gtest/gtest.h>

namespace redress::house {
namespace {

constexpr std::string_view glossary = R"(# Glossary

| say | meaning | do not say |
| --- | --- | --- |
| shop | the tenant | org, merchant |
| case | one grievance | ticket, job |
| rulebook, rule | policy | policy engine |
| refusal | a no | error, denial (in messages to buyers) |

| code | meaning |
| --- | --- |
| parcel | not banned: this table has no such column |
)";

std::vector<std::string> phrases() {
  std::vector<std::string> all;
  for (auto const& banned : banned_words(glossary)) {
    std::string phrase;
    for (auto const& word : banned.phrase) phrase += (phrase.empty() ? "" : " ") + word;
    all.push_back(phrase);
  }
  return all;
}

TEST(Glossary, the_last_column_is_law_but_for_words_that_also_mean_something_else) {
  EXPECT_EQ(phrases(), (std::vector<std::string>{"org", "merchant", "ticket", "policy engine"}));
  EXPECT_EQ(banned_words(glossary)[3].say, "rulebook, rule");
}

Lines found(std::string path, std::string text) {
  return lines_found(glossary_words_are_kept, std::move(path), std::move(text),
                     {{"docs/glossary.md", std::string(glossary)}});
}

TEST(Glossary, banned_words_are_found_in_code_comments_sentences_and_pages) {
  for (std::string const line : {
           "class TicketList {};",
           "int open_tickets = 0;",
           "// a ticket is opened",
           "auto says = \"the ticket is open\";",
           "struct PolicyEngine;",
           "// our policy engine",
           "int org_id;",
       })
    EXPECT_EQ(found("engine/x.cpp", "\n" + line + "\n"), Lines{2}) << line;
  EXPECT_EQ(found("docs/a.md", "One\nticket.\n"), Lines{2});
  EXPECT_EQ(found("workflows/rulebooks/a.yaml", "says: {en: \"The ticket is closed\"}\n"), Lines{1});
}

TEST(Glossary, words_of_others_and_lookalikes_pass) {
  for (std::string const line : {
           "auto field = \"ticket\";",
           "auto message = R\"({\"ticket\": 1, \"org\": \"a b\"})\";",
           "// the platform's `ticket` and its \"org\"",
           "// see https://www.rfc-editor.org/rfc/rfc8785 or https://tickets.org/ticket",
           "class Organ; int stick_et;",
           "// a policy. Engine rooms are warm",
           "#include <boost/ticket/org.hpp>",
           "int ticket = 0;  // house: allow-word because the carrier's API calls it so",
           "// house: allow-word because the carrier's API calls it so\nint ticket = 0;",
       })
    EXPECT_EQ(found("engine/x.cpp", line + "\n"), Lines{}) << line;
  EXPECT_EQ(found("docs/a.md", "The word `ticket` or “ticket”.\n```\nticket\n```\n"), Lines{});
  EXPECT_EQ(found("storage/fixtures/a.json", "ticket\n"), Lines{});
}

TEST(Glossary, there_must_be_one) {
  EXPECT_EQ(glossary_words_are_kept({{"engine/x.cpp", "int x;\n"}}).at(0).path, "docs/glossary.md");
  EXPECT_EQ(glossary_words_are_kept({{"docs/glossary.md", "# Glossary\n"}}).at(0).path, "docs/glossary.md");
}

TEST(Glossary, an_escape_needs_a_reason) {
  EXPECT_EQ(found("engine/x.cpp", "int ticket;  // house: allow-word\n"), (Lines{1, 1}));
  EXPECT_EQ(found("engine/x.cpp", "int ticket;  // house: allow-word because it\n"), (Lines{1, 1}));
  EXPECT_EQ(found("engine/x.cpp", "int x;  // house: allow-word\n"), Lines{1});
}

TEST(Glossary, an_unclosed_quote_hides_nothing) {
  EXPECT_EQ(found("engine/x.cpp", "// a 5\" screen\n// a ticket \"here\"\n"), Lines{2});
  EXPECT_EQ(found("docs/a.md", "A 5\" screen.\n\nA ticket \"here\".\n"), Lines{3});
}

TEST(Nouns, empty_ones_are_found) {
  for (std::string const line : {"class CaseManager {", "struct RowData;", "enum class EventHandler {", "class Util;"})
    EXPECT_EQ(lines_found(types_have_found_their_noun, "api/x.hpp", line + "\n"), Lines{1}) << line;
  for (std::string const line : {"class Database;", "// class CaseManager", "data.size();", "struct Managers;"})
    EXPECT_EQ(lines_found(types_have_found_their_noun, "api/x.hpp", line + "\n"), Lines{}) << line;
}

}  // namespace
}  // namespace redress::house
