/// How a language spells its sounds, as far as a mouth shows it: groups of letters and what they stand for.
///
/// The network reads words as English or Korean. In other languages letters say more plainly how a word sounds, and a few
/// rules for each find what matters here: where lips shut, round or part. Which language a transcript is in is not asked:
/// the reading that fits the sound best is taken.
struct Spelling: Sendable {
    /// Phones apart by spaces, by letters. `^` stands for a word's beginning and `$` for its end. The longest that fits is
    /// taken; letters without a rule are as in `plain`.
    private let rules: [String: [String]]
    /// The vowels that m and n behind them turn into nasal ones, if no vowel follows: the m or n itself is not spoken.
    private let nasals: [Character: String]
    private let longest: Int

    init(_ rules: String, nasals: [Character: String] = [:]) {
        var table = Self.plain
        for rule in rules.split(separator: ",") {
            let parts = rule.split(separator: " ").map(String.init)
            if let letters = parts.first { table[letters] = Array(parts.dropFirst()) }
        }
        self.rules = table
        self.nasals = nasals
        longest = table.keys.map(\.count).max() ?? 1
    }

    /// The phones of a word in small letters.
    func phones(of word: String) -> [String] {
        let letters = Array("^" + word.filter(\.isLetter) + "$")
        var found: [String] = []
        var index = 1
        while index < letters.count - 1 {
            if let nasal = nasals[letters[index]], isNasal(letters, index) {
                found.append(nasal)
                index += 2
                continue
            }
            let (phones, count) = match(letters, index)
            found += phones
            index += count
        }
        // Doubled letters are one sound.
        return found.indices.filter { $0 == 0 || found[$0] != found[$0 - 1] }.map { found[$0] }
    }

    private func isNasal(_ letters: [Character], _ index: Int) -> Bool {
        guard letters[index + 1] == "m" || letters[index + 1] == "n" else { return false }
        let after = letters[index + 2]
        return !Self.vowels.contains(after) && after != "m" && after != "n" && after != "h"
    }

    /// The longest rule that fits, and how many letters it takes.
    private func match(_ letters: [Character], _ index: Int) -> (phones: [String], count: Int) {
        for length in stride(from: min(longest, letters.count - index), to: 0, by: -1) {
            let group = String(letters[index..<index + length])
            let count = length - (group.hasSuffix("$") ? 1 : 0)
            guard count > 0 else { continue }
            if index == 1, let phones = rules["^" + group] { return (phones, count) }
            if let phones = rules[group] { return (phones, count) }
        }
        return ([], 1)
    }

    private static let vowels: Set<Character> = Set("aeiouyáàâãäåæéèêëíìîïóòôõöøœúùûüý")

    /// What letters stand for nearly everywhere.
    private static let plain: [String: [String]] = {
        let letters = """
            a a,b b,c k,d d,e ɛ,f f,g ɡ,h h,i i,j j,k k,l l,m m,n n,o o,p p,q k,r ɹ,s s,t t,u u,v v,w w,x k s,y i,z z,\
            á a,à a,â a,ã ɐ,ä ɛ,å o,æ æ,ç s,é e,è ɛ,ê ɛ,ë ɛ,í i,ì i,î i,ï i,ñ ɲ,ó o,ò o,ô o,õ o,ö ø,ø ø,œ ø,ú u,ù u,û u,\
            ü y,ý i,ß s
            """
        return Dictionary(
            uniqueKeysWithValues: letters.split(separator: ",").map { rule in
                let parts = rule.split(separator: " ").map(String.init)
                return (parts[0], Array(parts.dropFirst()))
            })
    }()
}

extension Spelling {
    static let german = Spelling(
        """
        sch ʃ,ch x,ck k,ph f,pf p f,qu k v,tz t s,z t s,ei aɪ,ai aɪ,ie i,ieh i,eu ɔɪ,äu ɔɪ,au aʊ,y y,v f,w v,^st ʃ t,^sp ʃ p,\
        er$ ɐ,e$ ə,en$ ə n,el$ ə l,ah a,eh e,ih i,oh o,uh u,äh ɛ,öh ø,üh y,ng ŋ
        """)
    static let dutch = Spelling(
        """
        sch s x,ch x,g x,ij aɪ,ei aɪ,ui aʊ,oe u,ou aʊ,au aʊ,eu ø,ie i,aa a,ee eɪ,oo oʊ,uu y,u ə,w ʋ,j j,e$ ə,en$ ə,er$ ə ɹ,ng ŋ,\
        ^v f
        """)
    static let spanish = Spelling(
        """
        ch t͡ʃ,ll j,qu k,gue ɡ ɛ,gui ɡ i,ge x ɛ,gi x i,j x,h,v b,z s,ce s ɛ,ci s i,y$ i,y j,x k s,ü w,ua w a,ue w ɛ,ui w i,uo w o
        """)
    static let italian = Spelling(
        """
        ch k,gh ɡ,gli ʎ i,gn ɲ,sci ʃ i,scia ʃ a,scio ʃ o,sce ʃ ɛ,cia t͡ʃ a,cio t͡ʃ o,ciu t͡ʃ u,ce t͡ʃ ɛ,ci t͡ʃ i,gia d͡ʒ a,\
        gio d͡ʒ o,giu d͡ʒ u,ge d͡ʒ ɛ,gi d͡ʒ i,qu k w,z t s,h,ua w a,ue w ɛ,uo w o
        """)
    static let portuguese = Spelling(
        """
        nh ɲ,lh ʎ,ch ʃ,qu k,gu ɡ,ge ʒ ɛ,gi ʒ i,ce s ɛ,ci s i,j ʒ,x ʃ,h,o$ u,os$ u s,e$ i,es$ i s,ão ɐ u,õe õ i,ou o,l$ u
        """,
        nasals: ["a": "ɐ", "ã": "ɐ", "â": "ɐ", "e": "e", "ê": "e", "é": "e", "i": "i", "o": "o", "ô": "o", "u": "u"])
    static let french = Spelling(
        """
        eau o,eaux$ o,aux$ o,au o,ou u,oi wa,eu ø,œu ø,ai ɛ,ei ɛ,ch ʃ,ph f,gn ɲ,qu k,ill i j,ain ɛ,ein ɛ,oin w ɛ,ge ʒ,gi ʒ i,\
        ce s,ci s i,j ʒ,h,u y,e ə,e$,es$,ent$ ɑ,s$,t$,ts$,d$,ds$,x$,z$,p$,er$ e,ez$ e,et$ ɛ,est$ ɛ,les$ l ɛ,des$ d ɛ,y i,û y,\
        r ʁ
        """,
        nasals: ["a": "ɑ", "e": "ɑ", "i": "ɛ", "o": "õ", "u": "œ", "y": "ɛ", "é": "ɛ"])
    static let polish = Spelling(
        """
        sz ʃ,cz t͡ʃ,rz ʒ,ż ʒ,ź ʑ,ś ɕ,ć t͡ɕ,ń ɲ,ł w,w v,ch x,c t s,ó u,ą o n,ę ɛ n,y ɪ,dz d z,si ɕ,ci t͡ɕ,zi ʑ,j j
        """)

    /// Those that a text may be spelt by: of one language if it is known and has rules here, none if it is known to be
    /// English or Korean, which the network reads.
    static func of(_ language: String?) -> [Spelling] {
        guard let language = language?.lowercased().split(separator: "-").first else { return all }
        if ["en", "ko"].contains(language) { return [] }
        return byLanguage[String(language)].map { [$0] } ?? all
    }

    private static let byLanguage = [
        "de": german, "nl": dutch, "es": spanish, "it": italian, "pt": portuguese, "fr": french, "pl": polish,
    ]

    static let all = [german, dutch, spanish, italian, portuguese, french, polish]
}
