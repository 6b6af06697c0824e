#include "storage/blobs/mime_sniffer.hpp"

#include "engine/base/fault.hpp"

#include <fmt/format.h>
#include <magic.h>

#include <algorithm>
#include <memory>

namespace redress::storage {
namespace {

struct CloseMagic {
  void operator()(magic_set* magic) const { magic_close(magic); }
};
using Magic = std::unique_ptr<magic_set, CloseMagic>;

[[noreturn]] void fail(magic_t magic) {
  auto const* why = magic ? magic_error(magic) : "out of memory";
  auto const what = why ? why : "unknown";
  throw FaultError({FaultKind::internal,
                    {fmt::format("无法识别文件类型：{}", what), fmt::format("cannot tell file types: {}", what)}});
}

Magic load() {
  Magic magic(magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS));
  if (!magic || magic_load(magic.get(), nullptr) != 0) fail(magic.get());
  return magic;
}

}  // namespace

std::string sniff_mime(ledger::Bytes head) {
  thread_local Magic const magic = load();
  auto const looked_at = head.first(std::min(head.size(), sniffed_bytes));
  auto const* mime = magic_buffer(magic.get(), looked_at.data(), looked_at.size());
  if (!mime) fail(magic.get());
  return mime;
}

}  // namespace redress::storage
