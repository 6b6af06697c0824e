#include "tests/house/cpp_text.hpp"
#include "tests/house/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <span>

namespace redress::house {
namespace {

constexpr std::array<std::string_view, 5> layers{"engine", "workflows", "storage", "api", "tests"};

std::string_view layer_of(std::string_view path) {
  auto const top = path.substr(0, path.find('/'));
  return std::ranges::find(layers, top) == layers.end() ? std::string_view{} : top;
}

bool may_include(std::string_view from, std::string_view to) {
  if (from == "tests" || from == to) return true;
  if (from == "api") return to != "tests";
  return to == "engine" && from != "engine";
}

struct Room {
  std::string_view library;  // what its includes begin with
  std::vector<std::string_view> folders;
};

// A test may use what its source may use: tests/storage counts as storage. Folders of tests named here in full are
// those that drive the program from outside.
std::vector<Room> const& rooms() {
  static std::vector<Room> const table{
      {"boost/msm/", {"engine/machine", "workflows"}},
      {"boost/mpl/", {"engine/machine", "workflows"}},
      {"boost/asio", {"api", "tests"}},
      {"boost/beast", {"api", "tests"}},
      {"boost/url", {"api", "tests"}},
      {"SQLiteCpp/", {"storage/sqlite"}},
      {"sqlite3.h", {"storage/sqlite", "tests/bench", "tests/simulation"}},
      {"CLI/", {"api/cli", "tests/simulation"}},
      {"yaml-cpp/", {"workflows", "api", "tests"}},
      {"toml++/", {"api"}},
      {"valijson/", {"api"}},
      {"prometheus/", {"api"}},
      {"curl/", {"api", "tests"}},
      {"spdlog/", {"api", "storage", "tests/simulation"}},
      {"re2/", {"engine/cel"}},
      {"date/", {"api/seam"}},
      {"magic.h", {"api", "storage"}},
      {"pango/", {"api/packs"}},
      {"cairo", {"api/packs"}},
      {"jpeglib.h", {"storage/pictures"}},
      {"png.h", {"storage/pictures"}},
      {"gif_lib.h", {"storage/pictures"}},
      {"webp/", {"storage/pictures"}},
      {"zstd.h", {"storage/squeeze"}},
      {"zdict.h", {"storage/squeeze"}},
      {"zlib.h", {"storage/squeeze", "storage/pictures"}},
      {"expat.h", {"api/conversations"}},
      {"archive", {"api/packs", "api/conversations"}},
      {"xlsxwriter", {"api/exports"}},
  };
  return table;
}

std::optional<std::string> why_not_here(File const& file, std::string_view target) {
  for (auto const& [library, folders] : rooms()) {
    if (!target.starts_with(library)) continue;
    bool const at_home = std::ranges::any_of(
        folders, [&](auto folder) { return file.is_under(folder) || file.is_under(fmt::format("tests/{}", folder)); });
    if (!at_home)
      return fmt::format("<{}> may be included only under {}; put a function of ours in front of it there", target,
                         fmt::join(folders, ", "));
  }
  return std::nullopt;
}

bool may_see_the_machine(File const& file) {
  return file.is_under("engine/machine") || file.is_under("workflows") || file.is_under("tests/engine/machine") ||
         file.is_under("tests/workflows");
}

}  // namespace

Findings includes_point_down(Tree const& tree) {
  Findings findings;
  for (auto const& file : tree) {
    auto const from = layer_of(file.path);
    if (!file.is_cpp() || from.empty()) continue;
    for (auto const& [line, target, angled] : includes_of(file.text)) {
      if (angled) continue;
      auto const to = layer_of(target);
      if (to.empty())
        findings.push_back({file.path, line,
                            fmt::format("write the path of \"{}\" from the root, as in \"engine/base/money.hpp\"; "
                                        "headers of libraries stand in <>",
                                        target)});
      else if (!may_include(from, to))
        findings.push_back(
            {file.path, line,
             fmt::format("{} must not include {}; move what both need down to engine, or pass it in", from, target)});
    }
  }
  return findings;
}

Findings libraries_stay_in_their_rooms(Tree const& tree) {
  Findings findings;
  for (auto const& file : tree) {
    if (!file.is_cpp()) continue;
    for (auto const& include : includes_of(file.text))
      if (auto const reason = why_not_here(file, include.target))
        findings.push_back({file.path, include.line, *reason});
  }
  return findings;
}

// What it may stand on is words and formats; whatever decides, drafts or keeps cases is what it checks.
Findings the_auditor_stands_alone(Tree const& tree) {
  constexpr std::array<std::string_view, 4> ground{"engine/audit/", "engine/base/", "engine/facts/", "engine/ledger/"};
  Findings findings;
  for (auto const& file : tree) {
    if (!file.is_cpp() || !file.is_under("engine/audit")) continue;
    for (auto const& [line, target, angled] : includes_of(file.text)) {
      bool const stands = std::ranges::any_of(ground, [&](auto folder) { return target.starts_with(folder); });
      if (!angled && !stands)
        findings.push_back(
            {file.path, line, fmt::format("{} is part of what is audited: read it from the entries instead", target)});
    }
  }
  return findings;
}

// Reads the includes of our own headers on and on: a header that brings the back-end along costs every reader seconds.
Findings the_machine_stays_inside(Tree const& tree) {
  std::map<std::string_view, std::vector<Include>> includes;
  std::set<std::string_view> heavy;
  for (auto const& file : tree) {
    if (!file.is_cpp()) continue;
    includes[file.path] = includes_of(file.text);
    for (auto const& include : includes[file.path])
      if (include.target.starts_with("boost/msm/")) heavy.insert(file.path);
  }
  for (bool grown = true; grown;) {
    grown = false;
    for (auto const& [path, targets] : includes)
      if (std::ranges::any_of(targets, [&](auto const& include) { return heavy.contains(include.target); }))
        grown = heavy.insert(path).second || grown;
  }
  Findings findings;
  for (auto const& file : tree) {
    if (!file.is_cpp() || may_see_the_machine(file)) continue;
    for (auto const& include : includes[file.path])
      if (heavy.contains(include.target))
        findings.push_back(
            {file.path, include.line,
             fmt::format("{} brings Boost.MSM along; include the plain face of the workflow instead", include.target)});
  }
  return findings;
}

}  // namespace redress::house
