// ZIPs written and read, and those that a stranger would rather not have us read.
#include "api/packs/zip_reader.hpp"
#include "api/packs/zip_writer.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace redress::packs {
namespace {

namespace fs = std::filesystem;

class Zip : public testing::Test {
 protected:
  Zip() { fs::create_directories(folder_); }
  ~Zip() override { fs::remove_all(folder_); }

  struct Entry {
    std::string name;
    std::string bytes = "x";
    unsigned type = AE_IFREG;
    std::string link = {};
  };

  // As any program may write it.
  void write(std::vector<Entry> const& entries) const {
    auto* zip = archive_write_new();
    archive_write_set_format_zip(zip);
    ASSERT_EQ(archive_write_open_filename(zip, file_.c_str()), ARCHIVE_OK);
    for (auto const& each : entries) {
      auto* entry = archive_entry_new();
      archive_entry_set_pathname(entry, each.name.c_str());
      archive_entry_set_filetype(entry, each.type);
      archive_entry_set_perm(entry, 0644);
      if (!each.link.empty()) archive_entry_set_symlink(entry, each.link.c_str());
      archive_entry_set_size(entry, static_cast<la_int64_t>(each.type == AE_IFREG ? each.bytes.size() : 0));
      ASSERT_EQ(archive_write_header(zip, entry), ARCHIVE_OK) << archive_error_string(zip);
      if (each.type == AE_IFREG) archive_write_data(zip, each.bytes.data(), each.bytes.size());
      archive_entry_free(entry);
    }
    archive_write_close(zip);
    archive_write_free(zip);
  }

  std::string bytes() const {
    std::ifstream in{file_, std::ios::binary};
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void put(std::string const& bytes) const { std::ofstream(file_, std::ios::binary) << bytes; }

  // The English sentence of the refusal; "" where it was opened.
  std::string refusal(ZipLimits const& limits = {}) const {
    auto const opened = open_pack(file_, limits);
    return opened ? std::string{} : opened.error().says.en;
  }

  fs::path const folder_ = fs::temp_directory_path() / fmt::format("redress-zip-{}", ::getpid());
  fs::path const file_ = folder_ / "pack.zip";
};

TEST_F(Zip, is_read_as_it_was_written) {
  std::string const large(3'000'000, 'v');
  {
    auto zip = ZipWriter::begin(file_, {1'767'578'400'000}).value();
    ASSERT_TRUE(zip.document("p/bagit.txt", "words").has_value());
    ASSERT_TRUE(zip.document("p/data/empty.txt", "").has_value());
    ASSERT_TRUE(zip.original("p/data/exhibits/01_E-PACKVID.mp4", static_cast<std::int64_t>(large.size())).has_value());
    ASSERT_TRUE(zip.append(ledger::as_bytes(large)).has_value());
    EXPECT_FALSE(fs::exists(file_)) << "a ZIP is whole or not there";
    ASSERT_TRUE(zip.finish().has_value());
  }
  auto const opened = open_pack(file_);
  ASSERT_TRUE(opened.has_value()) << opened.error().says.en;
  EXPECT_EQ(opened->folder, "p");
  ASSERT_EQ(opened->files.size(), 3U);
  EXPECT_EQ(opened->files.at("bagit.txt").bytes, "words");
  auto const& video = opened->files.at("data/exhibits/01_E-PACKVID.mp4");
  EXPECT_EQ(video.sha256, ledger::hex(ledger::sha256(large)));
  EXPECT_FALSE(video.kept) << "originals are only hashed";
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1) << "nothing is left beside it";
}

TEST_F(Zip, an_unfinished_one_leaves_nothing) {
  { auto const zip = ZipWriter::begin(file_, {0}).value(); }
  EXPECT_TRUE(fs::is_empty(folder_));
  EXPECT_FALSE(ZipWriter::begin(folder_ / "none" / "pack.zip", {0}).has_value());
}

TEST_F(Zip, hostile_names_and_kinds_are_refused) {
  struct Row {
    std::vector<Entry> entries;
    std::string says;
  };
  for (auto const& [entries, says] : {
           Row{{{"../evil.txt"}}, "../evil.txt: this path is not allowed"},
           Row{{{"p/../../evil.txt"}}, "p/../../evil.txt: this path is not allowed"},
           Row{{{"/etc/cron.d/x"}}, "/etc/cron.d/x: this path is not allowed"},
           Row{{{"p/\x1b[2Jx"}}, "p/?[2Jx: this path is not allowed"},
           Row{{{"p/" + std::string(199, 'a')}}, "p/" + std::string(198, 'a') + ": this path is not allowed"},
           Row{{{"loose.txt"}}, "loose.txt: it is not in the pack's folder"},
           Row{{{"p/a"}, {"q/a"}}, "q/a: a pack is one folder"},
           Row{{{"p/a"}, {"p/a"}}, "a: this name is there twice"},
           Row{{{"p/a", "", AE_IFDIR}}, "p/a/: this path is not allowed"},
           Row{{{"p/a", "", AE_IFLNK, "/etc/passwd"}}, "p/a: this is no regular file"},
       }) {
    write(entries);
    EXPECT_EQ(refusal(), says);
  }
}

TEST_F(Zip, every_limit_holds_at_one_past_it_and_not_at_it) {
  write({{"p/a", "12345"}, {"p/b", "12345"}, {"p/data/exhibits/1.jpg", "12345678"}});
  ZipLimits const exact{.files = 3, .file_bytes = 8, .document_bytes = 5, .documents_bytes = 10, .total_bytes = 18};
  EXPECT_EQ(refusal(exact), "");
  auto tight = exact;
  tight.files = 2;
  EXPECT_EQ(refusal(tight), "p/data/exhibits/1.jpg: more than 2 files");
  tight = exact;
  tight.file_bytes = 7;
  EXPECT_EQ(refusal(tight), "data/exhibits/1.jpg: more than 7 bytes");
  tight = exact;
  tight.document_bytes = 4;
  EXPECT_EQ(refusal(tight), "a: a document of more than 4 bytes");
  tight = exact;
  tight.documents_bytes = 9;
  EXPECT_EQ(refusal(tight), "b: documents of more than 9 bytes in all");
  tight = exact;
  tight.total_bytes = 17;
  EXPECT_EQ(refusal(tight), "data/exhibits/1.jpg: unpacked, the ZIP is too large: it may be a bomb");
}

TEST_F(Zip, a_bomb_ends_at_its_ratio) {
  write({{"p/data/exhibits/1.mp4", std::string(60'000'000, '\0')}});
  EXPECT_LT(fs::file_size(file_), 100'000U);
  EXPECT_EQ(refusal(), "data/exhibits/1.mp4: unpacked, the ZIP is too large: it may be a bomb");
}

TEST_F(Zip, a_text_exhibit_too_long_to_keep_is_only_hashed) {
  write({{"p/data/exhibits/1.txt", "123456789"}});
  auto const opened = open_pack(file_, {.document_bytes = 4});
  ASSERT_TRUE(opened.has_value());
  EXPECT_FALSE(opened->files.at("data/exhibits/1.txt").kept);
  EXPECT_EQ(opened->files.at("data/exhibits/1.txt").sha256, ledger::hex(ledger::sha256("123456789")));
}

TEST_F(Zip, two_readings_of_one_zip_are_refused) {
  write({{"p/a", "first"}, {"p/b", "second"}});
  auto const good = bytes();
  auto two_names = good;
  two_names.replace(two_names.find("p/a"), 3, "p/c");  // in front of the file; the directory still says p/a
  put(two_names);
  EXPECT_NE(refusal().find("front"), std::string::npos) << refusal();
  put("#!/bin/sh\n" + good);  // something before the first file
  EXPECT_NE(refusal(), "");
  write({{"p/hidden", "evil"}});
  auto const hidden = bytes();
  put(hidden.substr(0, hidden.find("PK\x01\x02")) + good);  // a file that the directory does not know
  EXPECT_NE(refusal(), "");
}

TEST_F(Zip, damage_and_what_is_no_zip_is_refused) {
  write({{"p/a", std::string(1000, 'a') + "b"}});
  auto const good = bytes();
  put(good.substr(0, good.size() / 2));
  EXPECT_NE(refusal(), "");
  put("");
  EXPECT_NE(refusal(), "");
  put("no zip at all");
  EXPECT_NE(refusal(), "");
  write({});
  EXPECT_NE(refusal(), "");
  EXPECT_EQ(open_pack(folder_ / "none.zip").error().kind, FaultKind::not_found);
  auto flipped = good;
  auto const data = flipped.find("PK\x01\x02") - 20;  // deflated bytes, before the sizes that follow them
  flipped[data] = static_cast<char>(flipped[data] ^ 1);
  put(flipped);
  auto const opened = open_pack(file_);
  EXPECT_TRUE(!opened || opened->files.at("a").sha256 != ledger::hex(ledger::sha256(std::string(1000, 'a') + "b")));
}

TEST_F(Zip, an_encrypted_file_is_refused) {
  write({{"p/a", "secret"}});
  auto marked = bytes();
  marked[6] = static_cast<char>(marked[6] | 1);
  auto const directory = marked.find("PK\x01\x02");
  marked[directory + 8] = static_cast<char>(marked[directory + 8] | 1);
  put(marked);
  EXPECT_EQ(refusal(), "p/a: it is encrypted");
}

}  // namespace
}  // namespace redress::packs
