#include "tests/house/planted.hpp"

#include <gtest/gtest.h>

namespace redress::house {
namespace {

struct Arrow {
  std::string path;
  std::string include;
  bool allowed;
};

std::ostream& operator<<(std::ostream& out, Arrow const& arrow) { return out << arrow.path << " <- " << arrow.include; }

TEST(Arrows, point_down) {
  for (Arrow const& arrow : std::vector<Arrow>{
           {"engine/cases/case.cpp", R"("engine/base/money.hpp")", true},
           {"engine/cases/case.cpp", R"("workflows/refund.hpp")", false},
           {"engine/cases/case.cpp", R"("storage/memory/store.hpp")", false},
           {"engine/cases/case.cpp", R"("api/server.hpp")", false},
           {"engine/cases/case.cpp", R"("tests/house/tree.hpp")", false},
           {"workflows/refund.cpp", R"("engine/machine/kit.hpp")", true},
           {"workflows/refund.cpp", R"("storage/memory/store.hpp")", false},
           {"workflows/refund.cpp", R"("api/server.hpp")", false},
           {"storage/sqlite/store.cpp", R"("engine/cases/store.hpp")", true},
           {"storage/sqlite/store.cpp", R"("workflows/refund.hpp")", false},
           {"storage/sqlite/store.cpp", R"("api/server.hpp")", false},
           {"api/main.cpp", R"("storage/sqlite/store.hpp")", true},
           {"api/main.cpp", R"("workflows/catalogue.hpp")", true},
           {"api/main.cpp", R"("tests/house/tree.hpp")", false},
           {"tests/engine/base/money_test.cpp", R"("tests/engine/samples.hpp")", true},
           {"tests/e2e/walk_test.cpp", R"("api/server.hpp")", true},
           {"engine/base/money.cpp", R"("money.hpp")", false},
           {"engine/base/money.cpp", R"("../cases/case.hpp")", false},
           {"engine/base/money.cpp", R"("boost/json.hpp")", false},
           {"engine/base/money.cpp", "<boost/json.hpp>", true},
       }) {
    auto const found = lines_found(includes_point_down, arrow.path, "#pragma once\n  #include " + arrow.include + "\n");
    EXPECT_EQ(found, arrow.allowed ? Lines{} : Lines{2}) << arrow;
  }
}

TEST(Arrows, the_auditor_stands_alone) {
  for (Arrow const& arrow : std::vector<Arrow>{
           {"engine/audit/walk.cpp", R"("engine/audit/finding.hpp")", true},
           {"engine/audit/walk.cpp", R"("engine/ledger/merkle.hpp")", true},
           {"engine/audit/walk.cpp", R"("engine/facts/facts.hpp")", true},
           {"engine/audit/walk.cpp", "<map>", true},
           {"engine/audit/walk.cpp", R"("engine/cases/case.hpp")", false},
           {"engine/audit/walk.cpp", R"("engine/machine/kit.hpp")", false},
           {"engine/audit/walk.cpp", R"("engine/rules/consult.hpp")", false},
           {"engine/cases/decide.cpp", R"("engine/cases/case.hpp")", true},
       }) {
    auto const found = lines_found(the_auditor_stands_alone, arrow.path, "\n#include " + arrow.include + "\n");
    EXPECT_EQ(found, arrow.allowed ? Lines{} : Lines{2}) << arrow;
  }
}

TEST(Arrows, only_what_the_compiler_includes_counts) {
  auto const text =
      "// #include \"api/server.hpp\"\n/*\n#include \"api/server.hpp\"\n*/\nauto x = R\"(\n#include "
      "\"api/server.hpp\"\n)\";\n";
  EXPECT_EQ(lines_found(includes_point_down, "engine/x.cpp", text), Lines{});
}

TEST(Libraries, stay_in_their_rooms) {
  for (Arrow const& arrow : std::vector<Arrow>{
           {"engine/machine/kit.hpp", "boost/msm/back/state_machine.hpp", true},
           {"workflows/refund.cpp", "boost/msm/front/functor_row.hpp", true},
           {"tests/workflows/refund_test.cpp", "boost/msm/front/functor_row.hpp", true},
           {"engine/cases/decide.cpp", "boost/msm/back/state_machine.hpp", false},
           {"api/main.cpp", "boost/msm/back/state_machine.hpp", false},
           {"storage/sqlite/store.cpp", "SQLiteCpp/SQLiteCpp.h", true},
           {"tests/storage/sqlite/store_test.cpp", "SQLiteCpp/SQLiteCpp.h", true},
           {"storage/memory/store.cpp", "SQLiteCpp/SQLiteCpp.h", false},
           {"api/main.cpp", "SQLiteCpp/SQLiteCpp.h", false},
           {"api/http/session.cpp", "boost/beast/http.hpp", true},
           {"tests/e2e/http_test.cpp", "boost/asio.hpp", true},
           {"storage/writer.cpp", "boost/asio.hpp", false},
           {"engine/base/money.cpp", "boost/asio/buffer.hpp", false},
           {"api/cli/main.cpp", "CLI/CLI.hpp", true},
           {"api/server.cpp", "CLI/CLI.hpp", false},
           {"workflows/rulebooks/loader.cpp", "yaml-cpp/yaml.h", true},
           {"api/import/map.cpp", "yaml-cpp/yaml.h", true},
           {"engine/rules/rulebook.cpp", "yaml-cpp/yaml.h", false},
           {"engine/cel/matches.cpp", "re2/re2.h", true},
           {"workflows/refund.cpp", "spdlog/spdlog.h", false},
           {"engine/base/money.cpp", "boost/json.hpp", true},
       }) {
    auto const found = lines_found(libraries_stay_in_their_rooms, arrow.path, "#include <" + arrow.include + ">\n");
    EXPECT_EQ(found, arrow.allowed ? Lines{} : Lines{1}) << arrow;
  }
}

TEST(TheMachine, does_not_leak_through_our_own_headers) {
  Tree const tree{{"engine/machine/kit.hpp", "#include <boost/msm/back/state_machine.hpp>\n"},
                  {"workflows/refund.hpp", "#include \"engine/base/money.hpp\"\n#include \"workflows/states.hpp\"\n"},
                  {"workflows/states.hpp", "#include \"engine/machine/kit.hpp\"\n"},
                  {"workflows/plain.hpp", "#include \"engine/base/money.hpp\"\n"}};
  EXPECT_EQ(lines_found(the_machine_stays_inside, "api/main.cpp", "#include \"workflows/plain.hpp\"\n", tree), Lines{});
  EXPECT_EQ(lines_found(the_machine_stays_inside, "api/main.cpp", "\n#include \"workflows/refund.hpp\"\n", tree),
            Lines{2});
  EXPECT_EQ(
      lines_found(the_machine_stays_inside, "engine/cases/decide.cpp", "#include \"engine/machine/kit.hpp\"\n", tree),
      Lines{1});
  EXPECT_EQ(lines_found(the_machine_stays_inside, "workflows/x.cpp", "#include \"workflows/states.hpp\"\n", tree),
            Lines{});
}

}  // namespace
}  // namespace redress::house
