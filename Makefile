# Aurora. Every target does all the set-up it needs.

# Where `make install` puts things.
prefix ?= $(HOME)/.local

release := .build/release
swift_release := swift build -c release --static-swift-stdlib

.PHONY: help setup safety build demo test bench speed playback same-bytes killsweep hostile hostile-media serve-kills serve-abuse serve-schema serve-times serve-page gallery-page fuzz lint format install clean

help:
	@echo 'make setup      install the Debian packages, libraries and models that Aurora needs'
	@echo 'make safety     install what checks content as well (50 MB), for `settings: {safety: …}`'
	@echo 'make build      build aurora, aurora-render and aurora-serve'
	@echo 'make demo       build the example workspace: three talking-head videos'
	@echo 'make test       run every test'
	@echo 'make bench      measure, each figure beside a peer or a limit'
	@echo 'make speed      measure rendering: sizes, containers, time to the first frame, memory for long sounds'
	@echo 'make playback   make videos of every container and shape, check what they say, and play them in Chromium'
	@echo 'make same-bytes make the same videos twenty times, on one processor and on two, and compare them'
	@echo 'make killsweep  kill builds, free and paid, at each of their system calls, and check what is left'
	@echo 'make hostile    open workspaces that mean harm, and check by tracing that nothing happens'
	@echo 'make hostile-media  build scenes whose pictures and sounds are damaged or lie, and check how each ends'
	@echo 'make serve-kills  kill paid builds and the server that they go by, at random, and count tasks'
	@echo 'make serve-abuse  misuse the server, and time what its other clients notice'
	@echo 'make serve-schema  hold the server to its OpenAPI document, by 2,000 requests of Schemathesis'
	@echo 'make serve-times  time a clip through each official client, beside the renderer by itself'
	@echo 'make serve-page  use the page of the server in Chromium, with screenshots in .build/pages'
	@echo 'make gallery-page  use the page of `aurora gallery` in Chromium, with screenshots in .build/pages'
	@echo 'make fuzz       run the decoders of pictures and sounds under libFuzzer, ten minutes each'
	@echo 'make lint       check the format and the scripts'
	@echo 'make install    install into prefix=$(prefix)'

setup:
	@scripts/setup.sh $(packages)

safety: setup
	@scripts/install-engine.sh --with safety

build: setup
	$(swift_release) --product aurora
	$(swift_release) --product aurora-render
	$(swift_release) --product aurora-serve

demo: build
	@scripts/demo.sh $(release)

# The tests of the safety check are to run as well.
test: safety
	swift build --build-tests
	@scripts/test.sh

bench: packages := ninja-build openssl python3-venv
bench: build
	@scripts/bench.sh $(release)

speed: build
	@python3 scripts/bench/speed.py $(release)

playback: packages := ffmpeg chromium
playback: build
	@scripts/playback.py $(release)

same-bytes: packages := ffmpeg
same-bytes: build
	@scripts/same_bytes.py $(release)

killsweep: build
	@scripts/killsweep.sh $(release) free
	@scripts/killsweep.sh $(release) paid

hostile: packages := strace
hostile: build
	@scripts/hostile.py $(release)

hostile-media: packages := ffmpeg
hostile-media: build
	@scripts/hostile_media.py $(release)

serve-kills: build
	@scripts/serve_kills.py $(release)

serve-abuse: build
	@scripts/serve_abuse.py $(release)

serve-schema: packages := python3-venv
serve-schema: build
	@scripts/serve_schema.py $(release)

serve-times: packages := python3-venv
serve-times: build
	@scripts/serve_times.py $(release)

serve-page: packages := chromium
serve-page: build
	@scripts/serve_page.py $(release) --screenshots .build/pages

gallery-page: packages := chromium
gallery-page: build
	@scripts/gallery_page.py $(release) --screenshots .build/pages

fuzz: packages := ffmpeg
fuzz: setup
	@scripts/fuzz.sh

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests
	@for script in scripts/*.sh quality/*.sh .ci/run; do bash -n $$script || exit 1; done

format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests

install: build
	@scripts/install.sh $(release) "$(prefix)"

clean:
	rm -rf .build demo
