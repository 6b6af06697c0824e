#include "api/doctor/checkup.hpp"
#include "api/http/limits.hpp"
#include "api/seam/time_zones.hpp"
#include "api/server/config.hpp"
#include "api/server/descriptors.hpp"
#include "api/server/rulebooks.hpp"
#include "api/server/version.hpp"
#include "storage/sqlite/sqlite_store.hpp"

#include <fmt/format.h>

namespace redress::api {
namespace {

// No record is older than this program; a machine whose battery is empty starts decades earlier.
constexpr std::string_view clock_no_earlier_than = "2026-01-01T00:00:00Z";

void check_program(Checkup& checkup) {
  auto const text = fmt::format("redress {}, SQLite {}", version_text, storage::SqliteStore::sqlite_version());
  checkup.push_back({.id = "machine.program", .says = {text, text}});
}

void check_clock(Checkup& checkup, Instant now) {
  auto const seen = format_rfc3339(now);
  Check check{.id = "machine.clock", .says = {"时钟 " + seen, "the clock says " + seen}};
  if (now < parse_rfc3339(clock_no_earlier_than).value()) {
    check.health = Health::failed;
    check.advice = {"时钟明显落后，期限会全部算错：请先校时（NTP）",
                    "the clock is far behind and every deadline would be wrong: set it (NTP) first"};
  }
  checkup.push_back(std::move(check));
}

void check_zones(Checkup& checkup, Instant now) {
  cel::Timestamp const at{now.ms / second_ms, 0};
  if (utc_offset_s("Asia/Shanghai", at))
    return checkup.push_back({.id = "machine.time_zones", .says = {"时区数据可读", "time zones are readable"}});
  checkup.push_back({.id = "machine.time_zones",
                     .health = Health::warning,
                     .says = {"读不到时区数据", "no time zones are readable"},
                     .advice = {"请安装 tzdata；规则手册不受影响，仅 rules eval 的具名时区不可用",
                                "install tzdata; rulebooks do without, named zones of `rules eval` do not"}});
}

void check_descriptors(Checkup& checkup) {
  auto const wanted = http::Limits{}.connections;
  auto const allowed = raise_descriptors(wanted + descriptors_of_ours);
  auto const connections = connections_within(allowed, wanted);
  Check check{.id = "machine.open_files",
              .says = {fmt::format("可打开 {} 个文件，连接上限 {}", allowed, connections),
                       fmt::format("{} open files are allowed, so {} connections", allowed, connections)}};
  if (connections < wanted) {
    check.health = Health::warning;
    check.advice = {fmt::format("把上限提高到 {}（ulimit -n 或 LimitNOFILE）", wanted + descriptors_of_ours),
                    fmt::format("raise the limit to {} (ulimit -n, or LimitNOFILE)", wanted + descriptors_of_ours)};
  }
  checkup.push_back(std::move(check));
}

void report_library(Checkup& checkup, std::string id, Result<rules::Library> const& library, Instant now) {
  if (!library) {
    auto const& fault = library.error();
    return checkup.push_back(
        {.id = std::move(id),
         .health = Health::failed,
         .says = {fmt::format("{} {}", fault.says.zh, fault.position),
                  fmt::format("{} {}", fault.says.en, fault.position)},
         .advice = {"redress rules check FILE 列出全部问题", "redress rules check FILE lists all findings"}});
  }
  Check check{.id = std::move(id), .says = {"规则手册可用", "the rulebooks load"}};
  if (auto const notices = rules::calendar_notices(*library, now); !notices.empty()) {
    check.health = Health::warning;
    check.says = notices.front().says;
    check.advice = {"请更新日历（docs/calendars.md）", "bring the calendar up to date (docs/calendars.md)"};
  }
  checkup.push_back(std::move(check));
}

}  // namespace

void check_machine(Checkup& checkup, Instant now) {
  check_program(checkup);
  check_clock(checkup, now);
  check_zones(checkup, now);
  check_descriptors(checkup);
  report_library(checkup, "machine.rulebooks", built_in_rulebooks(), now);
}

void check_configuration(Checkup& checkup, std::filesystem::path const& config, std::filesystem::path const& rulebooks,
                         Instant now) {
  AppOptions options;
  options.rulebooks = rulebooks;
  if (!config.empty()) {
    if (auto const read = read_config(config, options); !read)
      checkup.push_back({.id = "configuration.file",
                         .health = Health::failed,
                         .says = {fmt::format("{} {}", read.error().says.zh, read.error().position),
                                  fmt::format("{} {}", read.error().says.en, read.error().position)},
                         .advice = {"见 docs/operations.md", "see docs/operations.md"}});
    else
      checkup.push_back({.id = "configuration.file", .says = {"配置可读", "the configuration is readable"}});
  }
  if (options.rulebooks.empty()) return;
  auto const files = read_rulebook_folder(options.rulebooks);
  auto const library = files ? rulebooks_with(*files) : Result<rules::Library>(files.error());
  report_library(checkup, "configuration.rulebooks", library, now);
}

}  // namespace redress::api
