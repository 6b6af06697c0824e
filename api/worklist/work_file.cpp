#include "api/worklist/work_file.hpp"

#include "api/worklist/work_table.hpp"
#include "storage/common/descriptor.hpp"
#include "storage/common/file.hpp"
#include "storage/squeeze/checksum.hpp"
#include "workflows/catalogue.hpp"

#include <boost/json.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using storage::Descriptor;
using storage::GrowingBytes;
using storage::whole_pages;

constexpr std::size_t synced_at_once = std::size_t{8} << 20U;  // no commit waits for more than this to reach the disk

/// The file's last bytes: where the text about the pages before it begins, and that text's checksum.
struct Ending {
  std::array<char, 8> mark = {'w', 'o', 'r', 'k', 't', 'a', 'b', '1'};
  std::uint64_t about_at = 0;
  std::uint64_t about_checksum = 0;
};

std::string_view text_of(GrowingBytes const& bytes) {
  return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

object about(WorkRecords& records, std::uint32_t meaning) {
  array parts, words, roles;
  for (auto const* part : records.parts())
    parts.push_back(object{{"bytes", part->size()}, {"checksum", storage::checksum_of(text_of(*part))}});
  for (auto const* each : records.words()) {
    array all;
    for (std::size_t number = 0; number < each->size(); ++number)
      all.emplace_back(each->word(static_cast<std::uint16_t>(number)));
    words.push_back(std::move(all));
  }
  for (auto const role : records.roles) roles.push_back(value(name_of(role)));
  return {{"meaning", meaning},        {"position", records.position}, {"last_hash", records.last_hash},
          {"parts", std::move(parts)}, {"words", std::move(words)},    {"roles", std::move(roles)}};
}

// ---- writing

bool write_synced(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    auto const some = ::write(to, bytes.data(), std::min(bytes.size(), synced_at_once));
    if (some < 0 && errno == EINTR) continue;
    if (some <= 0 || ::fdatasync(to) != 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(some));
  }
  return true;
}

bool write_all(int to, WorkRecords& records, std::uint32_t meaning) {
  std::size_t at = 0;
  for (auto const* part : records.parts()) {
    if (!write_synced(to, text_of(*part))) return false;
    at += whole_pages(part->size());
    if (::ftruncate(to, static_cast<off_t>(at)) != 0 || ::lseek(to, 0, SEEK_END) < 0) return false;
  }
  auto text = boost::json::serialize(about(records, meaning));
  Ending const ending{.about_at = at, .about_checksum = storage::checksum_of(text)};
  text.append(reinterpret_cast<char const*>(&ending), sizeof ending);
  return write_synced(to, text);
}

Result<void> write_and_map(std::string const& file, WorkRecords& records, std::uint32_t meaning) {
  Descriptor const to(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!to.is_open() || !write_all(to.number(), records, meaning))
    return storage::file_fault("无法写入统计文件", "cannot write the work table's file", file, errno);
  std::size_t at = 0;
  for (auto* part : records.parts()) {
    if (!part->lay_over(to.number(), at, part->size()))
      return storage::file_fault("无法映射统计文件", "cannot map the work table's file", file, errno);
    at += whole_pages(part->size());
  }
  return {};
}

// ---- reading

bool read_exactly(int from, std::size_t at, char* to, std::size_t bytes) {
  while (bytes > 0) {
    auto const got = ::pread(from, to, bytes, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got;
    at += static_cast<std::size_t>(got);
    bytes -= static_cast<std::size_t>(got);
  }
  return true;
}

struct About {
  object told;
  std::size_t pages_end;
};

std::optional<About> about_in(int from) {
  struct stat status {};
  if (::fstat(from, &status) != 0 || status.st_size < static_cast<off_t>(sizeof(Ending))) return std::nullopt;
  auto const end = static_cast<std::size_t>(status.st_size) - sizeof(Ending);
  Ending ending;
  if (!read_exactly(from, end, reinterpret_cast<char*>(&ending), sizeof ending)) return std::nullopt;
  if (ending.mark != Ending{}.mark || ending.about_at > end) return std::nullopt;
  std::string text(end - ending.about_at, '\0');
  if (!read_exactly(from, ending.about_at, text.data(), text.size())) return std::nullopt;
  if (storage::checksum_of(text) != ending.about_checksum) return std::nullopt;
  boost::system::error_code failed;
  auto parsed = boost::json::parse(text, failed);
  if (failed || !parsed.is_object()) return std::nullopt;
  return About{std::move(parsed.get_object()), ending.about_at};
}

// The text is as we wrote it, its checksum says; what it says of the pages is held against them.
std::optional<WorkRecords> records_in(int from, About const& about, std::uint32_t meaning) {
  auto const& told = about.told;
  if (told.at("meaning").to_number<std::uint32_t>() != meaning) return std::nullopt;
  WorkRecords records{.position = told.at("position").to_number<std::int64_t>(),
                      .last_hash = std::string(told.at("last_hash").as_string())};
  std::size_t at = 0;
  auto const parts = records.parts();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto const& part = told.at("parts").as_array().at(i);
    auto const bytes = part.at("bytes").to_number<std::size_t>();
    if (bytes > about.pages_end - at || whole_pages(bytes) > about.pages_end - at) return std::nullopt;
    if (!parts.at(i)->lay_over(from, at, bytes)) return std::nullopt;
    if (storage::checksum_of(text_of(*parts.at(i))) != part.at("checksum").to_number<std::uint32_t>())
      return std::nullopt;
    at += whole_pages(bytes);
  }
  auto const words = records.words();
  for (std::size_t i = 0; i < words.size(); ++i)
    for (auto const& word : told.at("words").as_array().at(i).as_array())
      words.at(i)->number_of(std::string_view(word.as_string()));
  for (auto const& role : told.at("roles").as_array())
    records.roles.push_back(role_from(std::string_view(role.as_string())).value_or(Role::service));
  return records;
}

// Nothing points past its end: whoever can write the file can make its checksums fit as well.
bool is_sound(WorkRecords& records) {
  auto const ids = records.ids.size(), rows = records.rows.size();
  if (records.rows.bytes().size() % sizeof(WorkRow) != 0 || records.moves.bytes().size() % sizeof(WorkMove) != 0)
    return false;
  for (auto const& row : records.rows.all())
    if (row.id_at > ids || row.id_length > ids - row.id_at || (row.begun && !row.final && row.open_at >= rows) ||
        row.shop >= records.shops.size() || row.kind >= records.kinds.size() || row.state >= records.states.size() ||
        row.currency >= records.currencies.size() || row.assignee >= records.people.size() ||
        row.responded_by >= records.people.size())
      return false;
  return std::ranges::all_of(records.moves.all(), [&](WorkMove const& move) {
    return move.case_at < rows && move.person < records.people.size() && move.from < records.states.size() &&
           move.to < records.states.size() && move.event < records.events.size();
  });
}

}  // namespace

std::uint32_t work_table_meaning() {
  static auto const known = [] {
    auto text =
        fmt::format("{} {} {} {}", work_table_revision, sizeof(WorkRow), sizeof(WorkMove), storage::page_bytes());
    for (auto const* workflow : workflows::all_workflows()) {
      text += fmt::format("\n{} {}", workflow->kind(), workflow->version());
      for (auto const* state : workflow->states()) text += fmt::format(" {}{}", state->name, state->final ? "." : "");
      for (auto const* event : workflow->events()) text += fmt::format(" {}", event->name);
    }
    return storage::checksum_of(text);
  }();
  return known;
}

std::optional<WorkRecords> WorkFile::read() const {
  Descriptor const from(::open(file_.c_str(), O_RDONLY | O_CLOEXEC));
  if (!from.is_open()) return std::nullopt;
  try {
    auto const about = about_in(from.number());
    auto records = about ? records_in(from.number(), *about, meaning_) : std::nullopt;
    return records && is_sound(*records) ? std::move(records) : std::nullopt;
  } catch (std::exception const&) {  // its text does not say what ours says
    return std::nullopt;
  }
}

Result<void> WorkFile::keep(WorkRecords& records) const {
  auto const aside = file_.string() + ".new";
  ::unlink(aside.c_str());  // one that was left may be what is mapped: it must not be cut short
  auto kept = write_and_map(aside, records, meaning_);
  if (kept && ::rename(aside.c_str(), file_.c_str()) != 0)
    kept = storage::file_fault("无法替换文件", "cannot replace the file", file_, errno);
  if (!kept) ::unlink(aside.c_str());  // where the disk is full others need the room
  return kept;
}

}  // namespace redress::api
