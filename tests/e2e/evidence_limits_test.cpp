// Every limit on evidence over the wire: at the limit it is taken, one past it it is refused and leaves nothing.
#include "tests/e2e/evidence_case.hpp"
#include "tests/storage/pictures/painted.hpp"

namespace redress::e2e {
namespace {

constexpr std::size_t mib = 1024 * 1024;

class EvidenceLimitsTest : public EvidenceTest {
 protected:
  void SetUp() override {}  // each test has its own configuration

  std::string pdf(std::string const& name, std::size_t bytes) {
    std::string const head = "%PDF-1.7\n" + name + "\n";
    return file(name, head + std::string(bytes - head.size(), '.'));
  }
  int kept() {
    int files = 0;
    for (auto const& each : std::filesystem::recursive_directory_iterator(folder_.path() / "blobs"))
      files += each.is_regular_file() && each.path().filename() != "lock" ? 1 : 0;
    return files;
  }
  void refused(std::string const& path, std::string_view kind) {
    auto const before = kept();
    auto const outcome = agent_->upload(path);
    EXPECT_NE(outcome.exit, cli::Exit::ok) << path;
    EXPECT_NE(boost::json::serialize(outcome.error).find(kind), std::string::npos)
        << boost::json::serialize(outcome.error);
    EXPECT_EQ(kept(), before) << "a refused file leaves no trace";
  }
  cli::CallOutcome try_add(std::string const& id, std::string const& hash) {
    return agent_->call("evidence.add", {{"case_id", id},
                                         {"kind", "E-INVOICE"},
                                         {"sha256", hash},
                                         {"source", "upload"},
                                         {"request_id", fmt::format("try{}", ++tries_)}});
  }
  int tries_ = 0;
};

TEST_F(EvidenceLimitsTest, of_a_file_by_default_is_a_hundred_mebibytes) {
  start();
  good(agent_->upload(pdf("at", 100 * mib)));
  refused(pdf("past", 100 * mib + 1), "too_large");
}

TEST_F(EvidenceLimitsTest, of_a_file_as_configured) {
  start("[evidence]\nfile_mib = 1\n");
  good(agent_->upload(pdf("at", mib)));
  refused(pdf("past", mib + 1), "too_large");
}

TEST_F(EvidenceLimitsTest, of_pixels_by_default_are_fifty_million) {
  start();
  storage::write_blank_png(10'000, 5'000, path("at.png"));
  good(agent_->upload(path("at.png")));
  storage::write_blank_png(10'000, 5'001, path("past.png"));
  refused(path("past.png"), "too_large");
}

TEST_F(EvidenceLimitsTest, of_pixels_as_configured) {
  start("[evidence]\npicture_megapixels = 1\n");
  storage::write_png(storage::paint(0, 1000, 1000), path("at.png"));
  good(agent_->upload(path("at.png")));
  storage::write_png(storage::paint(0, 1000, 1001), path("past.png"));
  refused(path("past.png"), "too_large");
}

TEST_F(EvidenceLimitsTest, of_a_case_in_files) {
  start("[evidence]\ncase_files = 2\n");
  auto const id = open();
  auto const hash = upload(pdf("a", 100));
  for (int i = 0; i < 2; ++i) good(try_add(id, hash));
  EXPECT_EQ(try_add(id, hash).error.at("data").at("kind"), "too_large");
  EXPECT_EQ(call("evidence.list", {{"case_id", id}}).at("evidence").as_array().size(), 2U);
}

TEST_F(EvidenceLimitsTest, of_a_case_in_bytes) {
  start("[evidence]\ncase_mib = 1\n");
  auto const id = open();
  good(try_add(id, upload(pdf("most", mib - 40))));
  auto const last = upload(pdf("last", 40));
  EXPECT_EQ(try_add(id, upload(pdf("one more", 41))).error.at("data").at("kind"), "too_large");
  good(try_add(id, last));
  EXPECT_EQ(call("evidence.list", {{"case_id", id}}).at("evidence").as_array().size(), 2U);
}

TEST_F(EvidenceLimitsTest, of_a_token_and_a_shop_a_day) {
  start("[evidence]\ntoken_files_a_day = 3\nshop_files_a_day = 5\n");
  for (int i = 0; i < 3; ++i) good(agent_->upload(pdf(fmt::format("a{}", i), 50)));
  refused(pdf("fourth", 50), "rate_limited");
  auto colleague = server_->client(server_->token("agent", "s1"));
  refused(path("fourth"), "rate_limited");
  EXPECT_NE(colleague.upload(file("empty", "")).exit, cli::Exit::ok) << "what is refused for itself is not counted";
  for (int i = 0; i < 2; ++i) good(colleague.upload(pdf(fmt::format("b{}", i), 50)));
  EXPECT_NE(colleague.upload(pdf("sixth of the shop", 50)).exit, cli::Exit::ok);
  auto other = server_->client(server_->token("agent", "s2"));
  good(other.upload(path("fourth")));
  advance(24 * 3600);
  good(agent_->upload(path("fourth")));
}

TEST_F(EvidenceLimitsTest, of_a_token_in_bytes_a_day) {
  start("[evidence]\ntoken_mib_a_day = 1\n");
  good(agent_->upload(pdf("most", mib - 40)));
  refused(pdf("one past", 41), "rate_limited");
  good(agent_->upload(pdf("at the limit", 40)));
}

TEST_F(EvidenceLimitsTest, of_a_shop_in_bytes_a_day) {
  start("[evidence]\nshop_mib_a_day = 1\n");
  good(agent_->upload(pdf("most", mib - 40)));
  auto colleague = server_->client(server_->token("agent", "s1"));
  EXPECT_NE(colleague.upload(pdf("one past", 41)).exit, cli::Exit::ok);
  good(colleague.upload(pdf("at the limit", 40)));
}

TEST_F(EvidenceLimitsTest, that_are_misspelled_or_zero_are_named) {
  for (auto const* config : {"[evidence]\nfile_mb = 1\n", "[evidence]\ncase_files = 0\n", "evidence = 3\n",
                             "[evidence]\ncase_mib = 1000000001\n"}) {
    auto const run =
        run_redress({"serve", "--data", (folder_.path() / "other").string(), "--config", file("wrong.toml", config)});
    EXPECT_EQ(run.exit, static_cast<int>(cli::Exit::usage)) << config;
  }
}

}  // namespace
}  // namespace redress::e2e
