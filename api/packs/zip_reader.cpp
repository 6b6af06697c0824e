#include "api/packs/zip_reader.hpp"

#include "api/packs/bag.hpp"
#include "api/packs/zip_directory.hpp"
#include "engine/ledger/hash.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <array>
#include <memory>

namespace redress::packs {
namespace {

constexpr std::size_t block_bytes = 64 * 1024;
constexpr std::string_view exhibits_folder = "data/exhibits/";

Fault bad(std::string_view name, std::string_view zh, std::string_view en) {
  // A stranger's name may hold anything; what is no path of ours is not repeated raw to a terminal.
  std::string shown;
  for (char const c : name.substr(0, path_chars_max)) shown += c >= ' ' && c <= '~' ? c : '?';
  return {FaultKind::invalid_params, {fmt::format("{}：{}", shown, zh), fmt::format("{}: {}", shown, en)}, shown};
}

struct Close {
  void operator()(archive* opened) const { archive_read_free(opened); }
};

// One way through the ZIP: from its front, or by its directory.
class Way {
 public:
  enum class Begin { front, directory };

  Way(std::filesystem::path const& file, ZipLimits const& limits, std::int64_t zip_bytes)
      : file_(file), limits_(limits), total_max_(std::min(limits.total_bytes, zip_bytes * limits.ratio)) {}

  Result<OpenedPack> go(Begin begin) {
    std::unique_ptr<archive, Close> const opened{archive_read_new()};
    if (begin == Begin::front)
      archive_read_support_format_zip_streamable(opened.get());
    else
      archive_read_support_format_zip_seekable(opened.get());
    if (archive_read_open_filename(opened.get(), file_.c_str(), block_bytes) != ARCHIVE_OK)
      return bad(file_.filename().string(), "不是 ZIP", "this is no ZIP");
    for (;;) {
      archive_entry* entry = nullptr;
      auto const found = archive_read_next_header(opened.get(), &entry);
      if (found == ARCHIVE_EOF) break;
      if (found != ARCHIVE_OK) return bad(file_.filename().string(), "ZIP 已损坏", "the ZIP is damaged");
      if (auto const taken = take(opened.get(), entry); !taken) return taken.error();
    }
    return std::move(pack_);
  }

 private:
  Result<void> take(archive* opened, archive_entry* entry) {
    auto const* raw = archive_entry_pathname(entry);
    std::string_view const name = raw ? raw : "";
    if (!is_bag_path(name)) return bad(name, "不允许的路径", "this path is not allowed");
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) || archive_entry_symlink(entry))
      return bad(name, "不是普通文件", "this is no regular file");
    if (archive_entry_is_encrypted(entry)) return bad(name, "已加密", "it is encrypted");
    auto const slash = name.find('/');
    if (slash == std::string_view::npos) return bad(name, "不在包的文件夹内", "it is not in the pack's folder");
    if (pack_.files.empty()) pack_.folder = name.substr(0, slash);
    if (name.substr(0, slash) != pack_.folder) return bad(name, "包内只能有一个文件夹", "a pack is one folder");
    if (pack_.files.size() >= limits_.files)
      return bad(name, fmt::format("文件超过 {} 个", limits_.files), fmt::format("more than {} files", limits_.files));
    auto const path = name.substr(slash + 1);
    auto const [place, is_new] = pack_.files.emplace(path, PackedFile{});
    if (!is_new) return bad(path, "同名文件出现两次", "this name is there twice");
    return read(opened, place->first, place->second);
  }

  Result<void> read(archive* opened, std::string const& path, PackedFile& file) {
    bool const may_be_original = path.starts_with(exhibits_folder);
    file.kept = !may_be_original || path.ends_with(".txt");
    ledger::Sha256 hash;
    std::array<std::uint8_t, block_bytes> block{};
    for (;;) {
      auto const got = archive_read_data(opened, block.data(), block.size());
      if (got == 0) break;
      if (got < 0) return bad(path, "文件已损坏", "the file is damaged");
      file.size_bytes += got;
      total_bytes_ += got;
      if (file.size_bytes > limits_.file_bytes)
        return bad(path, fmt::format("超过 {} 字节", limits_.file_bytes),
                   fmt::format("more than {} bytes", limits_.file_bytes));
      if (total_bytes_ > total_max_)
        return bad(path, "解压后过大，疑为压缩炸弹", "unpacked, the ZIP is too large: it may be a bomb");
      hash.update({block.data(), static_cast<std::size_t>(got)});
      if (auto const kept = keep(path, file, {block.data(), static_cast<std::size_t>(got)}, may_be_original); !kept)
        return kept;
    }
    file.sha256 = ledger::hex(hash.finish());
    return {};
  }

  Result<void> keep(std::string const& path, PackedFile& file, ledger::Bytes bytes, bool may_be_original) {
    if (!file.kept) return {};
    if (file.size_bytes > limits_.document_bytes) {
      if (!may_be_original)
        return bad(path, fmt::format("文档超过 {} 字节", limits_.document_bytes),
                   fmt::format("a document of more than {} bytes", limits_.document_bytes));
      kept_bytes_ -= static_cast<std::int64_t>(file.bytes.size());
      file.kept = false;
      file.bytes = {};
      return {};
    }
    kept_bytes_ += static_cast<std::int64_t>(bytes.size());
    if (kept_bytes_ > limits_.documents_bytes)
      return bad(path, fmt::format("文档合计超过 {} 字节", limits_.documents_bytes),
                 fmt::format("documents of more than {} bytes in all", limits_.documents_bytes));
    file.bytes.append(reinterpret_cast<char const*>(bytes.data()), bytes.size());
    return {};
  }

  std::filesystem::path const& file_;
  ZipLimits const& limits_;
  std::int64_t total_max_;
  std::int64_t total_bytes_ = 0;
  std::int64_t kept_bytes_ = 0;
  OpenedPack pack_;
};

Result<void> same(OpenedPack const& front, OpenedPack const& directory) {
  if (front.folder != directory.folder) return bad(front.folder, "文件夹前后不一", "the folder reads two ways");
  for (auto const& [path, file] : front.files) {
    auto const other = directory.files.find(path);
    if (other == directory.files.end() || other->second.sha256 != file.sha256)
      return bad(path, "从头读与按目录读内容不同", "it reads otherwise from the ZIP's front than from its directory");
  }
  for (auto const& [path, file] : directory.files)
    if (!front.files.contains(path))
      return bad(path, "从头读与按目录读内容不同", "it reads otherwise from the ZIP's front than from its directory");
  return {};
}

}  // namespace

Result<OpenedPack> open_pack(std::filesystem::path const& zip, ZipLimits const& limits) {
  std::error_code failed;
  auto const zip_bytes = std::filesystem::file_size(zip, failed);
  if (failed)
    return Fault{FaultKind::not_found,
                 {fmt::format("无法读取 {}", zip.string()), fmt::format("cannot read {}", zip.string())}};
  auto const size = static_cast<std::int64_t>(zip_bytes);
  auto directory = Way{zip, limits, size}.go(Way::Begin::directory);
  if (!directory) return directory.error();
  auto const front = Way{zip, limits, size}.go(Way::Begin::front);
  if (!front) return front.error();
  if (auto const agreed = same(*front, *directory); !agreed) return agreed.error();
  if (auto const named = check_zip_directory(zip); !named) return named.error();
  if (directory->files.empty()) return bad(zip.filename().string(), "ZIP 是空的", "the ZIP is empty");
  return std::move(*directory);
}

}  // namespace redress::packs
